using System.IO.Compression;

namespace Picard;

/// <summary>What <see cref="Compression"/> compresses, and how.</summary>
public sealed class CompressionOptions
{
    /// <summary>The codings to choose from; of those that a client likes best, the first. Default: Brotli, gzip, since Brotli makes less of the same.</summary>
    public IReadOnlyList<ContentCoding> Codings { get; init; } = [ContentCoding.Brotli, ContentCoding.Gzip];

    /// <summary>The media types to compress: <c>type/subtype</c>, <c>type/*</c>, or <c>+suffix</c> (RFC 6839), without parameters and compared without case.
    /// Default: text, JSON, XML, JavaScript, WebAssembly, SVG and fonts that are not compressed in themselves; what is already compressed, as most images are, only gets longer.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } =
    [
        "text/*", "+json", "+xml", "+text", "+yaml",
        "application/json", "application/jsonl", "application/x-ndjson", "application/json-seq", "application/xml", "application/yaml",
        "application/javascript", "application/x-javascript", "application/wasm", "application/graphql", "application/sql",
        "font/ttf", "font/otf", "application/vnd.ms-fontobject",
    ];

    /// <summary>Content that is known to be shorter is sent as it is, in octets. Default: 1,024: below, what is saved fits into the packet that is sent anyway.
    /// Content of unknown length is compressed.</summary>
    public int MinContentBytes { get; init; } = 1024;

    /// <summary>How hard to try. Default: fastest, because a response is compressed for each client that asks: the denser levels cost several times the processor for a tenth of the size.</summary>
    public CompressionLevel Level { get; init; } = CompressionLevel.Fastest;

    /// <summary>How many responses are compressed at once; those beyond are sent as they are. Default: 1,024.
    /// Each needs up to 1.5 MiB until it is written, or for as long as it streams, so that slow clients cannot take more memory than that.</summary>
    public int MaxResponses { get; init; } = 1024;
}
