using System.Text;
using System.Text.RegularExpressions;
using Picard.Http;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>What becomes of a request for a file, by its method, its conditions and its ranges.</summary>
public sealed class FileConditionTests
{
    private const string Content = "0123456789abcdefghijklmnopqrstuvwxyz";

    // Of 2020-02-03 04:05:06.789: ticks and length, both in hexadecimal.
    private static readonly string s_tag = $"\"{FileHandler.Modified.Ticks:x}-{Content.Length:x}\"";
    private static readonly string s_date = HttpDate.Format(FileHandler.Modified);
    private static readonly string s_earlier = HttpDate.Format(FileHandler.Modified.AddSeconds(-1));
    private static readonly string s_later = HttpDate.Format(FileHandler.Modified.AddSeconds(1));

    [Theory]
    [InlineData("", 200)]
    [InlineData("If-None-Match: TAG", 304)]
    [InlineData("If-None-Match: W/TAG", 304)]
    [InlineData("If-None-Match: \"x\", TAG", 304)]
    [InlineData("If-None-Match: *", 304)]
    [InlineData("If-None-Match: \"x\"", 200)]
    [InlineData("If-None-Match: \"x\"\nIf-Modified-Since: LATER", 200)]
    [InlineData("If-Modified-Since: DATE", 304)]
    [InlineData("If-Modified-Since: LATER", 304)]
    [InlineData("If-Modified-Since: EARLIER", 200)]
    [InlineData("If-Match: TAG", 200)]
    [InlineData("If-Match: W/TAG", 412)]
    [InlineData("If-Match: \"x\"", 412)]
    [InlineData("If-Match: \"x\"\nIf-None-Match: TAG", 412)]
    [InlineData("If-Unmodified-Since: DATE", 200)]
    [InlineData("If-Unmodified-Since: EARLIER", 412)]
    [InlineData("Range: bytes=1-2", 206)]
    [InlineData("Range: bytes=1-2,4-5", 206)]
    [InlineData("Range: bytes=36-", 416)]
    [InlineData("Range: bytes=5-4", 200)]
    [InlineData("Range: lines=1-2", 200)]
    [InlineData("Range: bytes=1-2\nRange: bytes=3-4", 200)]
    [InlineData("If-None-Match: TAG\nRange: bytes=1-2", 304)]
    [InlineData("If-None-Match: TAG\nRange: bytes=36-", 304)]
    [InlineData("If-Match: \"x\"\nRange: bytes=1-2", 412)]
    [InlineData("If-Range: TAG\nRange: bytes=1-2", 206)]
    [InlineData("If-Range: TAG\nRange: bytes=36-", 416)]
    [InlineData("If-Range: W/TAG\nRange: bytes=1-2", 200)]
    [InlineData("If-Range: \"x\"\nRange: bytes=1-2", 200)]
    [InlineData("If-Range: \"x\"\nRange: bytes=36-", 200)]
    [InlineData("If-Range: DATE\nRange: bytes=1-2", 206)]
    [InlineData("If-Range: LATER\nRange: bytes=1-2", 200)]
    [InlineData("If-Range: EARLIER\nRange: bytes=1-2", 200)]
    [InlineData("If-Range: yesterday\nRange: bytes=1-2", 200)]
    [InlineData("If-Range: TAG\nIf-Range: TAG\nRange: bytes=1-2", 200)]
    [InlineData("If-Range: TAG", 200)]
    public async Task Get_IsAnsweredInTheOrderOfRfc9110(string fields, int status)
    {
        var response = await AskAsync("GET", fields);
        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        Assert.Contains($"\r\nETag: {s_tag}\r\n", response, StringComparison.Ordinal);
        Assert.Contains($"\r\nLast-Modified: {s_date}\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nAccept-Ranges: bytes\r\n", response, StringComparison.Ordinal);
        if (status == 200)
        {
            Assert.EndsWith("\r\n\r\n" + Content, response, StringComparison.Ordinal);
            Assert.Contains("\r\nContent-Type: text/x-test\r\n", response, StringComparison.Ordinal);
            Assert.DoesNotContain("Content-Range", response, StringComparison.Ordinal);
        }
        else if (status is 304 or 412)
        {
            Assert.DoesNotContain("Content-Type", response, StringComparison.Ordinal);
            Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("If-None-Match: TAG", 304)]
    [InlineData("If-Match: \"x\"", 412)]
    [InlineData("Range: bytes=1-2", 200)]
    [InlineData("Range: bytes=36-", 200)]
    public async Task Head_HasTheFieldsOfGet_AndNoRanges(string fields, int status)
    {
        var response = await AskAsync("HEAD", fields);
        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
        Assert.Equal(status == 200, response.Contains($"\r\nContent-Length: {Content.Length}\r\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("If-None-Match: TAG")]
    [InlineData("Range: bytes=1-2")]
    [InlineData("If-Match: \"x\"")]
    public async Task OtherMethods_GetTheWholeFile(string fields)
    {
        var response = await AskAsync("POST", fields);
        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Content, response, StringComparison.Ordinal);
        Assert.DoesNotContain("Accept-Ranges", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes=0-0", "0-0", "0")]
    [InlineData("bytes=10-12", "10-12", "abc")]
    [InlineData("bytes=30-", "30-35", "uvwxyz")]
    [InlineData("bytes=-3", "33-35", "xyz")]
    [InlineData("bytes=0-99", "0-35", Content)]
    [InlineData("bytes=2-2,50-60", "2-2", "2")]
    public async Task OneRange_IsSentAsItIs(string range, string sent, string content)
    {
        var response = await AskAsync("GET", $"Range: {range}");
        Assert.StartsWith("HTTP/1.1 206 Partial Content\r\n", response, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Range: bytes {sent}/36\r\n", response, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Length: {content.Length}\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/x-test\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + content, response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes=0-0,2-3", "0-0:0 2-3:23")]
    [InlineData("bytes=-2,0-1,10-12", "34-35:yz 0-1:01 10-12:abc")]
    [InlineData("bytes=0-1,40-,3-3", "0-1:01 3-3:3")]
    public async Task SeveralRanges_AreSentAsParts(string range, string expected)
    {
        var response = await AskAsync("GET", $"Range: {range}");
        Assert.StartsWith("HTTP/1.1 206 Partial Content\r\n", response, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Range", response[..response.IndexOf("\r\n\r\n", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Equal(expected, string.Join(' ', PartsOf(response)));
    }

    [Fact]
    public async Task UnsatisfiableRange_SaysHowLongTheFileIs()
    {
        var response = await AskAsync("GET", "Range: bytes=36-40");
        Assert.StartsWith("HTTP/1.1 416 ", response, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Range: bytes */36\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/problem+json\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Properties_BecomeFields()
    {
        var response = await AskAsync("GET", "", static file =>
        {
            file.ETag = EntityTag.Weak("v1");
            file.LastModified = null;
            file.ContentType = "text/csv";
            file.CacheControl = new CacheControl { MaxAge = TimeSpan.FromMinutes(1) };
            file.DownloadName = "Zahlen für März.csv";
            file.Fields.Add("X-Own", "1");
        });
        Assert.Contains("\r\nETag: W/\"v1\"\r\n", response, StringComparison.Ordinal);
        Assert.DoesNotContain("Last-Modified", response, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/csv\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: max-age=60\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Disposition: attachment; filename=\"Zahlen f_r M_rz.csv\"; filename*=UTF-8''Zahlen%20f%C3%BCr%20M%C3%A4rz.csv\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Own: 1\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileWithoutTagAndDate_HasNoConditions_ButRanges()
    {
        var response = await AskAsync("GET", "If-Modified-Since: LATER\nRange: bytes=0-0", static file => (file.ETag, file.LastModified) = (null, null));
        Assert.StartsWith("HTTP/1.1 206 ", response, StringComparison.Ordinal);
        Assert.DoesNotContain("ETag", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_Is404()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, new FileHandler([]));
        Assert.StartsWith("HTTP/1.1 404 ", await server.ConverseAsync(Get("/none", "Connection: close\r\n")), StringComparison.Ordinal);
    }

    private static IEnumerable<string> PartsOf(string response)
    {
        var boundary = Regex.Match(response, "\r\nContent-Type: multipart/byteranges; boundary=([0-9a-f]{32})\r\n").Groups[1].Value;
        var content = TestPeer.ContentOf(response);
        Assert.Equal(content.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), Regex.Match(response, "\r\nContent-Length: ([0-9]+)\r\n").Groups[1].Value);
        var parts = ("\r\n" + content).Split($"\r\n--{boundary}");
        Assert.Equal("", parts[0]);
        Assert.Equal("--\r\n", parts[^1]);
        foreach (var part in parts[1..^1])
        {
            var match = Regex.Match(part, "^\r\nContent-Type: text/x-test\r\nContent-Range: bytes ([0-9]+-[0-9]+)/36\r\n\r\n(.*)$", RegexOptions.Singleline);
            Assert.True(match.Success, part);
            yield return $"{match.Groups[1].Value}:{match.Groups[2].Value}";
        }
    }

    private static async Task<string> AskAsync(string method, string fields, Action<FileResponse>? change = null)
    {
        using var handler = new FileHandler(Encoding.ASCII.GetBytes(Content)) { Changed = change ?? (static _ => { }) };
        await using var server = await TestServer.StartAsync(Network.InMemory, handler);
        var lines = fields.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line =>
            line.Replace("TAG", s_tag, StringComparison.Ordinal).Replace("DATE", s_date, StringComparison.Ordinal)
                .Replace("EARLIER", s_earlier, StringComparison.Ordinal).Replace("LATER", s_later, StringComparison.Ordinal) + "\r\n");
        var response = await server.ConverseAsync($"{method} /file HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{string.Concat(lines)}\r\n");
        Assert.Equal((1, 0), (handler.OpenedCount, handler.OpenCount));
        server.AssertQuietLog();
        return response;
    }
}
