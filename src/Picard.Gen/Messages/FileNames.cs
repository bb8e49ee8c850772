using System.Collections.Frozen;

namespace Picard.Gen;

/// <summary>What the name of a file says of its content: the media types that browsers treat each in its own way, as IANA has them. No charset: the name does not say it.</summary>
internal static class FileNames
{
    private static readonly FrozenDictionary<string, string> s_mediaTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".mjs"] = "text/javascript",
        [".txt"] = "text/plain",
        [".md"] = "text/markdown",
        [".csv"] = "text/csv",
        [".ics"] = "text/calendar",
        [".vcf"] = "text/vcard",
        [".vtt"] = "text/vtt",
        [".xml"] = "application/xml",
        [".xhtml"] = "application/xhtml+xml",
        [".json"] = "application/json",
        [".map"] = "application/json",
        [".jsonl"] = "application/jsonl",
        [".jsonld"] = "application/ld+json",
        [".geojson"] = "application/geo+json",
        [".webmanifest"] = "application/manifest+json",
        [".atom"] = "application/atom+xml",
        [".rss"] = "application/rss+xml",
        [".wasm"] = "application/wasm",
        [".pdf"] = "application/pdf",
        [".rtf"] = "application/rtf",
        [".epub"] = "application/epub+zip",
        [".zip"] = "application/zip",
        [".gz"] = "application/gzip",
        [".zst"] = "application/zstd",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".odt"] = "application/vnd.oasis.opendocument.text",
        [".ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".svg"] = "image/svg+xml",
        [".bmp"] = "image/bmp",
        [".tif"] = "image/tiff",
        [".tiff"] = "image/tiff",
        [".ico"] = "image/vnd.microsoft.icon",
        [".woff"] = "font/woff",
        [".woff2"] = "font/woff2",
        [".ttf"] = "font/ttf",
        [".otf"] = "font/otf",
        [".mp3"] = "audio/mpeg",
        [".m4a"] = "audio/mp4",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/ogg",
        [".wav"] = "audio/wav",
        [".flac"] = "audio/flac",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".ogv"] = "video/ogg",
        [".mov"] = "video/quicktime",
        [".m3u8"] = "application/vnd.apple.mpegurl",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_byEnding = s_mediaTypes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The media type; null: the name ends in nothing that is known.</summary>
    public static string? MediaTypeOf(string path) => s_byEnding.TryGetValue(Path.GetExtension(path.AsSpan()), out var type) ? type : null;
}
