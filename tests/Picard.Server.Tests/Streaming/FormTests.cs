using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>Forms, of either media type, whose fields are parameters.</summary>
public sealed class FormTests
{
    private const string Urlencoded = "Content-Type: application/x-www-form-urlencoded\r\n";

    [Theory]
    [InlineData("name=Ann", "Ann||1|Small||")]
    [InlineData("name=Ann+B%26%C3%A9&full+age=7&size=large&tag=a&tag=&tag=b%2Bc&day=2026-11-27&other=1", "Ann B&\u00c3\u00a9|7|1|Large|a++b+c|2026-11-27")]
    [InlineData("name=&full%20age=&size=1", "||1|Large||")]
    [InlineData("&&name=a=b&&", "a=b||1|Small||")]
    public async Task Fields_AreBound_HoweverTheyArrive(string form, string expected)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/form", form, Urlencoded));
        Assert.Equal(expected, TestPeer.ContentOf(await peer.ReadResponseAsync()));
        await peer.SendByteByByteAsync(Post("/form", form, "Content-Type: APPLICATION/x-www-form-urlencoded ; charset=UTF-8\r\n"));
        Assert.Equal(expected, TestPeer.ContentOf(await peer.ReadResponseAsync()));
        for (var at = 1; at < form.Length; at++)
        {
            await peer.SendAsync($"POST /form HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n{Urlencoded}\r\n{at:x}\r\n{form[..at]}\r\n");
            await peer.SendAsync($"{form.Length - at:x}\r\n{form[at..]}\r\n0\r\n\r\n");
            Assert.Equal(expected, TestPeer.ContentOf(await peer.ReadResponseAsync()));
        }

        server.AssertQuietLog();
    }

    [Fact]
    public async Task PartsThatAreNoFiles_AreFieldsToo()
    {
        var form = Part("name", "A=1&B+%41") + Part("full age", "7") + "--b\r\nContent-Disposition: form-data; name=name; filename=\"x\"\r\n\r\nfile\r\n" + Part("tag", "a") + Part("tag", "") + "--b--\r\n";
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Post("/form?page=3", form, "Content-Type: multipart/form-data; boundary=b\r\n"));
        Assert.Equal("A=1&B+%41|7|3|Small|a+|", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        await peer.SendByteByByteAsync(Post("/form?page=3", form, "Content-Type: multipart/form-data; boundary=\"b\"\r\n"));
        Assert.Equal("A=1&B+%41|7|3|Small|a+|", TestPeer.ContentOf(await peer.ReadResponseAsync()));
        server.AssertQuietLog();
    }

    [Theory]
    [InlineData("Name=Ann", "name", "The form field 'name' is missing.")]
    [InlineData("", "name", "The form field 'name' is missing.")]
    [InlineData("name=Ann&name=Bob", "name", "The form field 'name' is given more than once.")]
    [InlineData("name=Ann&full+age=x", "full age", "The form field 'full age' is not a valid integer.")]
    [InlineData("name=%zz", "name", "The form field 'name' is not text in UTF-8.")]
    [InlineData("name=%ff", "name", "The form field 'name' is not text in UTF-8.")]
    [InlineData("name=Ann&size=huge", "size", "The form field 'size' is not a valid Size.")]
    public async Task FieldThatIsMissingOrBad_IsRefusedWith400_AndItsName(string form, string name, string detail)
    {
        var response = await AskAsync(Post("/form", form, Urlencoded));
        Assert.StartsWith("HTTP/1.1 400 ", response, StringComparison.Ordinal);
        Assert.Contains($"\"detail\":\"{detail}\"", response, StringComparison.Ordinal);
        Assert.Contains($"\"parameter\":\"{name}\"", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadQuery_IsRefused_BeforeTheFormIsWaitedFor()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST /form?page=x HTTP/1.1\r\nHost: test\r\nContent-Length: 8\r\n{Urlencoded}Expect: 100-continue\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", await peer.ReadOnceAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Type: application/json\r\n")]
    [InlineData("Content-Type: text/plain\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n")]
    [InlineData("Content-Type: application/x-www-form-urlencoded; charset=windows-1252\r\n")]
    public async Task ContentThatIsNoForm_IsRefusedWith415_UnreadAndUnasked(string type)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST /form HTTP/1.1\r\nHost: test\r\nContent-Length: 8\r\n{type}Expect: 100-continue\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 415 ", await peer.ReadOnceAsync(), StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Theory]
    [InlineData("multipart/form-data", "name=a", 400)]
    [InlineData("multipart/form-data; boundary=", "name=a", 400)]
    [InlineData("multipart/form-data; boundary=b; boundary=c", "--b--", 400)]
    [InlineData("multipart/form-data; boundary=b", "name=a", 400)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", 400)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=name\r\n\r\nx\r\n--b", 400)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=name\r\n\r\nx\r\n--bc", 400)]
    public async Task PartsThatAreNoForm_AreRefused(string type, string content, int status)
    {
        var response = await AskAsync(Post("/form", content, $"Content-Type: {type}\r\n"));
        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024, 2048, 4 * 1024 * 1024, 200)]
    [InlineData(1025, 2048, 1, 413)]
    [InlineData(1024, 2049, 1, 413)]
    [InlineData(1024, 2048, (4 * 1024 * 1024) + 1, 413)]
    public async Task Form_HasLimits(int fields, int nameBytes, int valueBytes, int status)
    {
        var form = "name=Ann&" + string.Concat(Enumerable.Repeat("a=1&", fields - 2)) + new string('n', nameBytes) + "=" + new string('v', valueBytes);
        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync(Post("/form", form, Urlencoded)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024, 200)]
    [InlineData(1025, 413)]
    public async Task FormOfParts_HasLimits(int parts, int status)
    {
        var form = Part("name", "Ann") + string.Concat(Enumerable.Repeat(Part("a", "1"), parts - 1)) + "--b--";
        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync(Post("/form", form, "Content-Type: multipart/form-data; boundary=b\r\n")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_IsWithinTheLimitOfContent()
    {
        Assert.EndsWith("12345", await AskAsync(Post("/small-form", "name=12345", Urlencoded)), StringComparison.Ordinal);
        await using var server = await StartAsync();
        AssertRefused(await server.ConverseAsync(Post("/small-form", "name=123456", Urlencoded)), 413);
    }

    [Fact]
    public async Task RequestWithoutContent_IsAFormWithoutFields() =>
        Assert.EndsWith("none", await AskAsync("POST /small-form HTTP/1.1\r\nHost: test\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("name=Ann", "Order { Name = Ann, Page = 3, Count = 7, Size = Large }")]
    [InlineData("Size=1&name=Ann&size=small&how-many=2", "Order { Name = Ann, Page = 3, Count = 2, Size = Small }")]
    public async Task MembersOfAParametersType_AreFields(string form, string expected)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendByteByByteAsync(Post("/order/9?page=3", form, Urlencoded));
        Assert.Equal(expected, TestPeer.ContentOf(await peer.ReadResponseAsync()));
        server.AssertQuietLog();
    }

    private static string Part(string name, string content) => $"--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n";

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(Network.InMemory, EventApplication.Create());

    private static async Task<string> AskAsync(string request)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        var sending = peer.SendAsync(request);
        var response = await peer.ReadResponseAsync();
        await sending;
        server.AssertQuietLog();
        return response;
    }
}
