using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Picard.Middleware.Tests;

/// <summary>A response taken apart: its fields, and its content without transfer coding and content coding.</summary>
internal sealed class ReceivedResponse
{
    private readonly string[] _lines;

    private ReceivedResponse(string head, byte[] body, string content) => (_lines, Body, Content) = (head.Split("\r\n"), body, content);

    public string StatusLine => _lines[0];

    /// <summary>The content as it was sent.</summary>
    public byte[] Body { get; }

    public string Content { get; }

    /// <summary>The values of the field lines of a name, in order.</summary>
    public string? this[string name]
    {
        get
        {
            var values = _lines.Skip(1).Where(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 2)..]).ToArray();
            return values.Length == 0 ? null : string.Join(", ", values);
        }
    }

    /// <summary>A stream of one response that is complete.</summary>
    public static ReceivedResponse Of(string stream) => Of(stream, ContentForm.Complete);

    /// <summary>What has come so far of a response.</summary>
    public static ReceivedResponse Begun(string stream) => Of(stream, ContentForm.Begun);

    private static ReceivedResponse Of(string stream, ContentForm form)
    {
        var end = stream.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end > 0, stream);
        var head = stream[..end];
        var rest = stream[(end + 4)..];
        var body = Encoding.Latin1.GetBytes(head.Contains("\r\nTransfer-Encoding: chunked", StringComparison.Ordinal) && rest.Length > 0 ? Unchunk(rest, form) : rest);
        var bare = new ReceivedResponse(head, body, "");
        Assert.True(bare["Content-Length"] is not { } length || rest.Length == 0 || length == body.Length.ToString(CultureInfo.InvariantCulture), stream);
        return new ReceivedResponse(head, body, Encoding.UTF8.GetString(Decode(body, bare["Content-Encoding"], form)));
    }

    private static string Unchunk(string rest, ContentForm form)
    {
        var content = new StringBuilder();
        while (rest.Length > 0)
        {
            var line = rest.IndexOf("\r\n", StringComparison.Ordinal);
            var size = int.Parse(rest[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return content.ToString();
            }

            content.Append(rest, line + 2, size);
            rest = rest[(line + 2 + size + 2)..];
        }

        Assert.Equal(ContentForm.Begun, form);
        return content.ToString();
    }

    private static byte[] Decode(byte[] body, string? coding, ContentForm form)
    {
        if (coding is null || body.Length == 0)
        {
            return body;
        }

        using var encoded = new MemoryStream(body);
        using Stream decoder = coding == "br" ? new BrotliStream(encoded, CompressionMode.Decompress) : new GZipStream(encoded, CompressionMode.Decompress);
        if (form == ContentForm.Begun)
        {
            // One read gives what can be decoded so far.
            var begun = new byte[64 * 1024];
            return begun[..decoder.Read(begun)];
        }

        using var content = new MemoryStream();
        decoder.CopyTo(content);
        return content.ToArray();
    }

    private enum ContentForm
    {
        Complete,
        Begun,
    }
}
