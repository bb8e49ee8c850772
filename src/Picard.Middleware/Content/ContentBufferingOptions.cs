namespace Picard;

/// <summary>How much <see cref="ContentBuffering"/> collects.</summary>
public sealed class ContentBufferingOptions
{
    /// <summary>The largest request content, in octets; more is answered with 413, before it is sent where its length was announced. Default: 1 MiB, as nginx has it:
    /// it is held in memory for each request at once, so what a client may make the server hold is small unless somebody asks for more.</summary>
    public long MaxContentBytes { get; init; } = 1024 * 1024;
}
