namespace Picard;

/// <summary>Every limit on the structure of multipart content. The content of parts is bounded by the content as a whole, and by what its reader asks for.</summary>
public sealed class MultipartLimits
{
    /// <summary>The limits that apply when nothing else is said.</summary>
    public static MultipartLimits Default { get; } = new();

    /// <summary>Most parts; beyond: 413. Default 100.</summary>
    /// <remarks>A form that a person fills in has far fewer; each part costs a head and a call of the handler.</remarks>
    public int MaxParts { get; init; } = 100;

    /// <summary>Most octets in the head of one part, each line's CRLF included; beyond: 413. Default 16 KiB.</summary>
    /// <remarks>The number of Kestrel. Names of fields and files are all that is long in it.</remarks>
    public int MaxPartHeadBytes { get; init; } = 16 * 1024;

    /// <summary>Most field lines in the head of one part; beyond: 413. Default 16.</summary>
    /// <remarks>The number of Kestrel. RFC 7578 §4.8 defines three.</remarks>
    public int MaxPartFieldLines { get; init; } = 16;

    /// <summary>Most octets before the first delimiter; beyond: 413. Default 1 KiB.</summary>
    /// <remarks>RFC 2046 §5.1.1 has it ignored. Mail programs write a sentence there; HTTP clients write nothing.</remarks>
    public int MaxPreambleBytes { get; init; } = 1024;

    /// <summary>Most octets after the last delimiter; beyond: 413. Default 1 KiB.</summary>
    /// <remarks>As for the preamble: it is ignored, and nobody needs any.</remarks>
    public int MaxEpilogueBytes { get; init; } = 1024;

    /// <summary>Checks that every limit can be kept.</summary>
    /// <exception cref="ArgumentException">A limit is out of range; the text names it.</exception>
    public void Validate()
    {
        Check(MaxParts, nameof(MaxParts));
        Check(MaxPartHeadBytes, nameof(MaxPartHeadBytes));
        Check(MaxPartFieldLines, nameof(MaxPartFieldLines));
        Check(MaxPreambleBytes, nameof(MaxPreambleBytes));
        Check(MaxEpilogueBytes, nameof(MaxEpilogueBytes));
    }

    // Limit: 16 MiB keeps every sum of limits and offsets far from overflowing an int.
    private static void Check(int value, string option)
    {
        const int Most = 16 * 1024 * 1024;
        if (value is < 0 or > Most)
        {
            throw new ArgumentException($"MultipartLimits.{option} is {value}; it must be between 0 and {Most}.", option);
        }
    }
}
