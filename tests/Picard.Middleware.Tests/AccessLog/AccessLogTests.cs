using System.Text;
using Microsoft.Extensions.Logging;

namespace Picard.Middleware.Tests;

public sealed class AccessLogTests
{
    private const string Time = "[02/Jan/2026:03:04:05 +0000]";

    private readonly MemoryStream _stream = new();

    [Fact] // Seed H.6 MW-40: logs-simple-exchanges
    public async Task Exchange_HasOneLine() =>
        Assert.Equal([$"- - - {Time} \"GET /hello?a=1 HTTP/1.1\" 200 13"], await LogOfAsync(AccessLogFormat.Common, Get("/hello?a=1")));

    [Fact]
    public async Task Combined_HasRefererAndUserAgent()
    {
        var lines = await LogOfAsync(AccessLogFormat.Combined, Get("/hello", "User-Agent: curl/8\r\nReferer: http://a.test/\r\n"), Get("/hello"));
        Assert.Equal([$"- - - {Time} \"GET /hello HTTP/1.1\" 200 13 \"http://a.test/\" \"curl/8\"", $"- - - {Time} \"GET /hello HTTP/1.1\" 200 13 \"-\" \"-\""], lines);
    }

    [Theory]
    [InlineData("GET /moved HTTP/1.1", "302 -")] // Seed H.6 MW-40: logs-the-response-status; the format has "-" for no octets
    [InlineData("GET /stream HTTP/1.1", "200 8")] // Seed H.6 MW-40: logs-chunked-response
    [InlineData("HEAD /hello HTTP/1.1", "200 -")]
    [InlineData("GET /hello HTTP/1.0", "200 13")]
    [InlineData("GET /nowhere HTTP/1.1", "404 ")]
    public async Task Line_SaysWhatWasAnswered(string request, string expected)
    {
        var line = Assert.Single(await LogOfAsync(AccessLogFormat.Common, $"{request}\r\nHost: test\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith($"- - - {Time} \"{request}\" {expected}", line, StringComparison.Ordinal);
        Assert.Matches(" ([1-9][0-9]*|-)$", line);
    }

    [Fact]
    public async Task Failure_IsLoggedAs500_AndARefusalAsWhatItIs()
    {
        var lines = await LogOfAsync(
            AccessLogFormat.Common,
            Get("/fails"),
            "POST /small HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\n12345",
            "POST /small HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n",
            "POST /small HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n");
        Assert.Equal(["500", "413", "413", "400"], lines.Select(static line => line.Split("HTTP/1.1\" ")[1][..3]));
    }

    [Theory] // Nobody forges a line, or steers the terminal that shows it.
    [InlineData("a\"b", "a\\x22b")]
    [InlineData("a\\b", "a\\x5Cb")]
    [InlineData("a\tb", "a\\x09b")]
    [InlineData("\u00e9", "\\xE9")]
    [InlineData("plain", "plain")]
    public async Task WhatCouldEndAValue_IsEscaped(string value, string expected)
    {
        var line = Assert.Single(await LogOfAsync(AccessLogFormat.Combined, Get("/hello", $"Referer: {value}\r\nUser-Agent: {value}\r\n")));
        Assert.EndsWith($" \"{expected}\" \"{expected}\"", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, "0123456789abcdef", "0123456789abcdef")]
    [InlineData(16, "0123456789abcdefg", "0123456789abcdef...")]
    [InlineData(16, "0123456789ab\"", "0123456789ab\\x22")]
    [InlineData(16, "0123456789abc\"", "0123456789abc...")]
    [InlineData(16, "\"\"\"\"\"", "\\x22\\x22\\x22\\x22...")]
    public async Task LongValue_IsCut(int most, string value, string expected)
    {
        var line = Assert.Single(await LogOfAsync(new AccessLogOptions { Writer = new AccessLogWriter(_stream), MaxValueBytes = most }, Get("/hello", $"User-Agent: {value}\r\n")));
        Assert.EndsWith($" \"-\" \"{expected}\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongestValues_FitALine()
    {
        var quotes = new string('"', 9000);
        var line = Assert.Single(await LogOfAsync(AccessLogFormat.Combined, Get("/" + new string('x', 7000), $"Referer: {quotes}\r\nUser-Agent: {quotes}\r\n")));
        Assert.InRange(line.Length, 6000, 6144 + 512);
    }

    [Theory]
    [InlineData("/waits")]
    [InlineData("/stream", "POST /small HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\n12")]
    public async Task ClientThatLeft_Is499_Once(string target, string? request = null)
    {
        var writer = new AccessLogWriter(_stream);
        var server = await TestServer.StartAsync(Network.InMemory, Applications.Create<LoggedApp>(new AccessLogOptions { Writer = writer, Format = AccessLogFormat.Common }, new LoggedSteps()));
        await using (var peer = await server.ConnectAsync())
        {
            await peer.SendAsync(request ?? $"GET {target} HTTP/1.1\r\nHost: test\r\n\r\n");
            peer.Reset();
        }

        await server.DisposeAsync();
        await writer.DisposeAsync();
        var line = Assert.Single(Lines());
        Assert.EndsWith(request is null ? "\" 499 5" : "\" 499 -", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResponseOfAHandlerThatFailed_KeepsItsStatus()
    {
        var line = Assert.Single(await LogOfAsync(AccessLogFormat.Common, Get("/breaks-off")));
        Assert.EndsWith("\" 200 5", line, StringComparison.Ordinal);
    }

    [Fact] // Seed H.6 MW-40: tracks-the-remote-ip
    public async Task Line_BeginsWithTheAddressOfTheClient()
    {
        var writer = new AccessLogWriter(_stream);
        await using (var server = await TestServer.StartAsync(Network.Sockets, Applications.Create<LoggedApp>(new AccessLogOptions { Writer = writer }, new LoggedSteps())))
        {
            _ = await server.ConverseAsync(Get("/hello"));
        }

        await writer.DisposeAsync();
        Assert.StartsWith("127.0.0.1 - - [", Assert.Single(Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logger_GetsNamedProperties()
    {
        var log = new PropertyLog();
        await using (var server = await TestServer.StartAsync(Network.InMemory, Applications.Create<LoggedApp>(new AccessLogOptions { Logger = log }, new LoggedSteps())))
        {
            _ = await server.ConverseAsync(Get("/hello?a=1", "User-Agent: curl/8\r\n"));
        }

        var record = Assert.Single(log.Records);
        Assert.Equal("GET", record["Method"]);
        Assert.Equal("/hello?a=1", record["Target"]);
        Assert.Equal(200, record["Status"]);
        Assert.Equal(13L, record["ContentBytes"]);
        Assert.Equal(0.0, record["Milliseconds"]);
        Assert.Equal("/hello", record["Route"]);
        Assert.Equal("LoggedPages.Hello", record["Endpoint"]);
        Assert.Equal("curl/8", record["UserAgent"]);
        Assert.Null(record["Referer"]);
        Assert.Null(record["Aborted"]);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(32 * 1024 + 1)]
    public void ValueLimitOutOfRange_FailsAtStart(int most) =>
        Assert.Contains("MaxValueBytes", Assert.ThrowsAny<ArgumentException>(() => Applications.Create<LoggedApp>(new AccessLogOptions { MaxValueBytes = most }, new LoggedSteps())).Message, StringComparison.Ordinal);

    private static string Get(string target, string fields = "") => $"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{fields}\r\n";

    private Task<string[]> LogOfAsync(AccessLogFormat format, params string[] requests) => LogOfAsync(new AccessLogOptions { Writer = new AccessLogWriter(_stream), Format = format }, requests);

    private async Task<string[]> LogOfAsync(AccessLogOptions options, params string[] requests)
    {
        await using (var server = await TestServer.StartAsync(Network.InMemory, Applications.Create<LoggedApp>(options, new LoggedSteps())))
        {
            foreach (var request in requests)
            {
                _ = await server.ConverseAsync(request);
            }
        }

        await options.Writer!.DisposeAsync();
        return Lines();
    }

    private string[] Lines()
    {
        var text = Encoding.Latin1.GetString(_stream.ToArray());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    private sealed class PropertyLog : ILogger
    {
        public List<Dictionary<string, object?>> Records { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Records.Add(new Dictionary<string, object?>((IEnumerable<KeyValuePair<string, object?>>)state!));
    }
}
