namespace Picard;

/// <summary>
/// Every limit on the size or the number of something in a message. A limit ends the exchange; it never slows it down (watermarks do that).
/// </summary>
/// <remarks>The defaults are those of widely deployed servers, so that what works elsewhere works here.</remarks>
public sealed class HttpLimits
{
    /// <summary>The limits that apply when nothing else is said.</summary>
    public static HttpLimits Default { get; } = new();

    /// <summary>Longest request line, in octets without its CRLF; beyond: 414. Default 8 KiB.</summary>
    /// <remarks>RFC 9112 §3 recommends at least 8,000 octets; nginx, Apache and Kestrel allow 8 KiB.</remarks>
    public int MaxRequestLineBytes { get; init; } = 8 * 1024;

    /// <summary>Longest status line, in octets without its CRLF. Default 8 KiB.</summary>
    /// <remarks>A reason phrase is ignored, so there is no cause to buffer more than a request line's worth of it.</remarks>
    public int MaxStatusLineBytes { get; init; } = 8 * 1024;

    /// <summary>Most octets in a head's field section, each line's CRLF included; beyond: 431 naming the field. Default 32 KiB.</summary>
    /// <remarks>Kestrel, nginx (4 × 8 KiB) and Tomcat with large cookies stay within it.</remarks>
    public int MaxFieldSectionBytes { get; init; } = 32 * 1024;

    /// <summary>Most field lines in a head; beyond: 431 naming the field. Default 100.</summary>
    /// <remarks>The number of Kestrel, Apache and hyper.</remarks>
    public int MaxFieldLines { get; init; } = 100;

    /// <summary>Most octets in a trailer section, each line's CRLF included; beyond: 431. Default 8 KiB.</summary>
    /// <remarks>Trailers carry digests, timings and signatures: a quarter of a head is ample. hyper allows 16 KiB.</remarks>
    public int MaxTrailerSectionBytes { get; init; } = 8 * 1024;

    /// <summary>Most field lines in a trailer section; beyond: 431. Default 32.</summary>
    /// <remarks>As for the octets: nobody sends more than a handful.</remarks>
    public int MaxTrailerLines { get; init; } = 32;

    /// <summary>Most octets of chunk extensions in one message, over all its chunks; beyond: 413. Default 16 KiB.</summary>
    /// <remarks>RFC 9112 §7.1.1 asks for a limit on the total; hyper has this one since extensions were used to burn CPU (CVE-2023-39326 is Go's).</remarks>
    public int MaxChunkExtensionBytes { get; init; } = 16 * 1024;

    /// <summary>Checks that every limit can be kept.</summary>
    /// <exception cref="ArgumentException">A limit is out of range; the text names it.</exception>
    public void Validate()
    {
        Check(MaxRequestLineBytes, 16, nameof(MaxRequestLineBytes)); // "OPTIONS * HTTP/1.1" has 18
        Check(MaxStatusLineBytes, 16, nameof(MaxStatusLineBytes));
        Check(MaxFieldSectionBytes, 16, nameof(MaxFieldSectionBytes));
        Check(MaxFieldLines, 1, nameof(MaxFieldLines));
        Check(MaxTrailerSectionBytes, 0, nameof(MaxTrailerSectionBytes));
        Check(MaxTrailerLines, 0, nameof(MaxTrailerLines));
        Check(MaxChunkExtensionBytes, 0, nameof(MaxChunkExtensionBytes));
    }

    // Limit: 16 MiB keeps every sum of limits and offsets far from overflowing an int.
    private static void Check(int value, int least, string option)
    {
        const int Most = 16 * 1024 * 1024;
        if (value < least || value > Most)
        {
            throw new ArgumentException($"HttpLimits.{option} is {value}; it must be between {least} and {Most}.", option);
        }
    }
}
