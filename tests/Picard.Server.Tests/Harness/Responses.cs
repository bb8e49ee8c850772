using System.Text.RegularExpressions;

namespace Picard.Server.Tests;

/// <summary>Requests to send, and what is expected of all that comes back.</summary>
internal static class Responses
{
    public static string Get(string target, string fields = "") => $"GET {target} HTTP/1.1\r\nHost: test\r\n{fields}\r\n";

    public static string Post(string target, string content, string fields = "") =>
        $"POST {target} HTTP/1.1\r\nHost: test\r\nContent-Length: {content.Length}\r\n{fields}\r\n{content}";

    /// <summary>The status codes of all responses in a stream, in order.</summary>
    public static IReadOnlyList<string> StatusesOf(string stream) =>
        [.. Regex.Matches(stream, "HTTP/1\\.1 ([0-9]{3}) ").Select(match => match.Groups[1].Value)];

    /// <summary>Exactly one response, which announces the close.</summary>
    public static void AssertRefused(string stream, int status)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", stream, StringComparison.Ordinal);
        Assert.Single(StatusesOf(stream));
        Assert.Contains("\r\nConnection: close\r\n", stream, StringComparison.Ordinal);
    }
}
