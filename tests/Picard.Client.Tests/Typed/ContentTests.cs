using System.IO.Pipelines;
using System.Text;

namespace Picard.Client.Tests.Typed;

public sealed class ContentTests : TypedClient
{
    [Fact]
    public async Task TypeThatIsNoText_IsTheJsonContent_AndTheOthersGoToQueryAndFields()
    {
        var asked = Shop.Add(new Item(7, "Pen"), Color.Green, "abc", new CallOptions { Fields = new RequestFields { { "X-Own", "1" } } }).AsTask();
        Assert.Equal("POST /v1/items?color=Green HTTP/1.1\r\nx-trace: abc\r\nX-Own: 1\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n", await ReadHeadAsync());
        Assert.Equal("""{"id":7,"name":"Pen"}""", await Server.ReadAsync(21));
        await RespondAsync("201 Created\r\nLocation: /items/7", """{"id":7,"name":"Pen"}""");
        var response = await asked;
        Assert.Equal(StatusCode.Created, response.Status);
        Assert.Equal("/items/7", response.Fields["location"]);
        Assert.Equal(new Item(7, "Pen"), response.Value);
    }

    [Fact]
    public async Task ContentType_OfTheMethod_IsSent()
    {
        var asked = Shop.Replace(1, new Item(1, "A")).AsTask();
        Assert.Contains("\r\nContent-Type: application/vnd.item+json\r\nContent-Length: 19\r\n", await ReadHeadAsync(), StringComparison.Ordinal);
        await RespondAsync("204 No Content");
        await asked;
    }

    [Fact]
    public async Task ContentThatIsNull_IsNone()
    {
        var asked = Shop.Replace(1, null).AsTask();
        Assert.Equal("PUT /v1/items/1 HTTP/1.1\r\nContent-Length: 0\r\n\r\n", await ReadHeadAsync());
        await RespondAsync("204 No Content");
        await asked;
    }

    [Fact]
    public async Task CookiesAndFieldLines_AreSent()
    {
        var asked = Shop.Delete(3, "s1", 9).AsTask();
        Assert.Equal("DELETE /v1/items/3 HTTP/1.1\r\nX-Reason: test\r\nCookie: session=s1; user=9\r\n\r\n", await ReadHeadAsync());
        await RespondAsync("404 Not Found");
        Assert.Equal(StatusCode.NotFound, await asked);
    }

    [Fact]
    public void CookieThatWouldEndItself_IsRefused() => Assert.Contains("RFC 6265", Assert.Throws<ArgumentException>(() => { _ = Shop.Delete(3, "a; admin=1", 9).AsTask(); }).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Form_IsEncoded()
    {
        var asked = Shop.Login("Ada L.", "a&b=c", [1, 2]);
        const string Content = "name=Ada%20L.&pass%20word=a%26b%3Dc&codes=1&codes=2";
        Assert.Contains($"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Content.Length}\r\n", await ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(Content, await Server.ReadAsync(Content.Length));
        await RespondAsync("200 OK");
        await asked;
    }

    [Fact]
    public async Task StreamThatCanSeek_HasItsLength_FromItsPositionOn()
    {
        using var stream = new MemoryStream("Hello"u8.ToArray()) { Position = 1 };
        var asked = Shop.Upload(stream).AsTask();
        Assert.Contains("\r\nContent-Length: 4\r\n", await ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("ello", await Server.ReadAsync(4));
        await RespondAsync("204 No Content");
        Assert.Equal(StatusCode.NoContent, await asked);
        Assert.Equal(5, stream.Length);
    }

    [Fact]
    public async Task Octets_AreSentAsTheyAre()
    {
        var asked = Shop.UploadOctets("abc"u8.ToArray()).AsTask();
        Assert.Contains("Content-Type: application/octet-stream\r\nContent-Length: 3\r\n", await ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("abc", await Server.ReadAsync(3));
        await RespondAsync("204 No Content");
        Assert.Equal(StatusCode.NoContent, await asked);
    }

    [Fact]
    public async Task Pipe_IsSentInChunks_AsItComes()
    {
        var hub = PicardClient.Create<Hub.IGitHub>(Client, "http://127.0.0.1");
        var pipe = new Pipe();
        var asked = hub.Put("a/b", pipe.Reader).AsTask();
        Assert.StartsWith("PUT /blobs/a%2Fb HTTP/1.1\r\n", await ReadHeadAsync(), StringComparison.Ordinal);
        await pipe.Writer.WriteAsync("one"u8.ToArray());
        Assert.EndsWith("3\r\none\r\n", await Server.ReadUntilAsync("one\r\n"), StringComparison.Ordinal);
        await pipe.Writer.CompleteAsync();
        Assert.Equal("0\r\n\r\n", await Server.ReadUntilAsync("\r\n\r\n"));
        await RespondAsync("201 Created");
        Assert.Equal(StatusCode.Created, await asked);
    }

    [Fact]
    public async Task Items_AreSentAsJsonLines()
    {
        var asked = Shop.UploadItems(Items()).AsTask();
        Assert.Contains("Content-Type: application/jsonl\r\nTransfer-Encoding: chunked\r\n", await ReadHeadAsync(), StringComparison.Ordinal);
        var content = await Server.ReadUntilAsync("0\r\n\r\n");
        Assert.Contains("{\"id\":1,\"name\":\"A\"}\n", content, StringComparison.Ordinal);
        Assert.Contains("{\"id\":2,\"name\":\"B\"}\n", content, StringComparison.Ordinal);
        await RespondAsync("204 No Content");
        Assert.Equal(StatusCode.NoContent, await asked);

        static async IAsyncEnumerable<Item> Items()
        {
            yield return new Item(1, "A");
            await Task.Yield();
            yield return new Item(2, "B");
        }
    }
}
