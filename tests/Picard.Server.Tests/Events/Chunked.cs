using System.Globalization;
using System.Text;

namespace Picard.Server.Tests;

/// <summary>RFC 9112 §7.1 once more, by eye: a decoder that shares no code with the server's encoder.</summary>
internal static class Chunked
{
    /// <summary>A request in chunks.</summary>
    public static string Post(string target, string trailers, params string[] chunks) =>
        $"POST {target} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n{string.Concat(chunks.Select(static c => $"{c.Length:x}\r\n{c}\r\n"))}0\r\n{trailers}\r\n";

    /// <summary>The content of one response in chunks, as UTF-8, with the trailer section behind a bar.</summary>
    public static string Decode(string response)
    {
        var (content, trailers) = DecodeOctets(response);
        return trailers.Length == 0 ? content : $"{content}|{trailers}";
    }

    /// <summary>Whether a stream holds a whole response in chunks.</summary>
    public static bool IsWhole(string stream) => stream.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal);

    private static (string Content, string Trailers) DecodeOctets(string response)
    {
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", response, StringComparison.Ordinal);
        var at = response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        var content = new StringBuilder();
        while (true)
        {
            var line = response.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = response[at..line];
            Assert.Matches("^(0|[1-9a-fA-F][0-9a-fA-F]*)$", size);
            var length = int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at = line + 2;
            if (length == 0)
            {
                Assert.EndsWith("\r\n\r\n", response[(at - 2)..], StringComparison.Ordinal);
                return (Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(content.ToString())), response[at..^2]);
            }

            content.Append(response, at, length);
            at += length;
            Assert.Equal("\r\n", response.Substring(at, 2));
            at += 2;
        }
    }
}
