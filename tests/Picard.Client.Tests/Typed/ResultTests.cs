using System.Text;

namespace Picard.Client.Tests.Typed;

public sealed class ResultTests : TypedClient
{
    [Fact]
    public async Task Json_IsRead()
    {
        var asked = Shop.ItemAsTask(Guid.Empty);
        await ReadHeadAsync();
        await RespondAsync("200 OK", """{"id":1,"name":"Pen"}""");
        Assert.Equal(new Item(1, "Pen"), await asked);
    }

    [Fact]
    public async Task Status404_IsNull_WhereNullIsAResult()
    {
        var asked = Shop.Point(5).AsTask();
        await ReadHeadAsync();
        await RespondAsync("404 Not Found", "no");
        Assert.Null(await asked);
    }

    [Fact]
    public async Task Struct_IsReadWhereItIsOptional()
    {
        var asked = Shop.Point(5).AsTask();
        await ReadHeadAsync();
        await RespondAsync("200 OK", """{"x":1,"y":2}""");
        Assert.Equal(new Point(1, 2), await asked);
    }

    [Fact]
    public async Task Status404_IsAnException_WhereNullIsNone()
    {
        var asked = Shop.Item(5).AsTask();
        await ReadHeadAsync();
        await RespondAsync("404 Not Found\r\nContent-Type: application/problem+json", """{"title":"Gone","detail":"Item 5 is gone.","errors":{"id":["is gone"]}}""");
        var thrown = await Assert.ThrowsAsync<StatusException>(() => asked);
        Assert.Equal(StatusCode.NotFound, thrown.Status);
        Assert.Equal("Item 5 is gone.", thrown.Problem?.Detail);
        Assert.Equal(["is gone"], thrown.Problem?.Errors?["id"]!);
        Assert.Contains("http://127.0.0.1 answered GET /v1/items/5 with 404", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status204_IsAFault_WhereAValueIsExpected()
    {
        var asked = Shop.Item(5).AsTask();
        await ReadHeadAsync();
        await Server.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        var thrown = await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.Equal(RequestFault.Content, thrown.Fault);
        Assert.Contains("/5 of http://127.0.0.1 is 204 No Content and has no content", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContentThatIsNotTheValue_IsAFault()
    {
        var asked = Shop.Item(5).AsTask();
        await ReadHeadAsync();
        await RespondAsync("200 OK", """{"id":"x"}""");
        var thrown = await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.Equal(RequestFault.Content, thrown.Fault);
        Assert.Contains("$.id", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "caf\u00c3\u00a9")]
    [InlineData("\r\nContent-Type: text/plain; charset=ISO-8859-1", "caf\u00e9")]
    public async Task Text_IsUtf8_UnlessTheResponseSaysLatin1(string fields, string octets)
    {
        var asked = Shop.Root().AsTask();
        await ReadHeadAsync();
        await Server.SendAsync($"HTTP/1.1 200 OK{fields}\r\nContent-Length: {octets.Length}\r\n\r\n{octets}");
        Assert.Equal("caf\u00e9", await asked);
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("304 Not Modified")]
    public async Task ResponseWithoutValue_HasItsStatusAndFields(string status)
    {
        var asked = Shop.Cached("\"v1\"").AsTask();
        Assert.Contains("if-none-match: \"v1\"", await ReadHeadAsync(), StringComparison.Ordinal);
        await Server.SendAsync($"HTTP/1.1 {status}\r\nETag: \"v1\"\r\n{(status[0] == '4' ? "Content-Length: 0\r\n" : "")}\r\n");
        var response = await asked;
        Assert.Null(response.Value);
        Assert.Equal(status[..3], response.Status.Code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("\"v1\"", response.Fields["ETag"]);
        Assert.Null(response.Fields["Age"]);
    }

    [Fact]
    public async Task Octets_AreRead()
    {
        var octets = Shop.Encoded().AsTask();
        await ReadHeadAsync();
        await RespondAsync("200 OK", "ab");
        Assert.Equal("ab"u8.ToArray(), await octets);
    }

    [Fact]
    public async Task Memory_IsRead()
    {
        var memory = Shop.Octets().AsTask();
        await ReadHeadAsync();
        await RespondAsync("200 OK", "cd");
        Assert.Equal("cd", Encoding.ASCII.GetString((await memory).Span));
    }

    [Fact]
    public async Task ClientResponse_IsReadByTheCaller()
    {
        var asked = Shop.Raw(CancellationToken.None).AsTask();
        await ReadHeadAsync();
        await RespondAsync("503 Service Unavailable", "later");
        await using var response = await asked;
        Assert.Equal(StatusCode.ServiceUnavailable, response.Status);
        Assert.Equal("later", await response.ReadTextAsync());
    }

    [Fact]
    public async Task Cancellation_EndsTheRequest()
    {
        using var source = new CancellationTokenSource();
        var asked = Shop.Raw(source.Token).AsTask();
        await ReadHeadAsync();
        await source.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(source.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task JsonContext_ReadsWhatShapesDoNot()
    {
        var asked = Shop.Drawing().AsTask();
        await ReadHeadAsync();
        await RespondAsync("200 OK", """{"$type":"circle","radius":3}""");
        Assert.Equal(new Circle(3), await asked);
    }

    [Fact]
    public async Task ClassWithPartialMethods_IsAClient()
    {
        var bird = new Nest.Bird(Client, "http://127.0.0.1");
        var asked = bird.Egg(1).AsTask();
        Assert.Equal("GET /eggs/1 HTTP/1.1\r\n\r\n", await ReadHeadAsync());
        await RespondAsync("404 Not Found");
        Assert.Null(await asked);
    }

    [Fact]
    public async Task OtherPartOfAClass_IsOfTheClient()
    {
        var head = new Nest.Bird(Client).Eggs("x").AsTask();
        Assert.StartsWith("HEAD /eggs?call=x HTTP/1.1\r\n", await ReadHeadAsync(), StringComparison.Ordinal);
        await Server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
        Assert.Equal(StatusCode.Ok, await head);
    }

    [Fact]
    public void MethodsWithABody_AreTheUsers() => Assert.Equal("a shop", Shop.Display());
}
