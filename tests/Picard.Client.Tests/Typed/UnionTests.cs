namespace Picard.Client.Tests.Typed;

/// <summary>Results that say their status: the status of the response chooses.</summary>
public sealed class UnionTests : TypedClient
{
    [Fact]
    public async Task Created_HasItsValueAndLocation()
    {
        var result = Assert.IsType<Created<Item>>((await StoredAsync("201 Created\r\nLocation: /items/7", """{"id":7,"name":"Pen"}""")).Value);
        Assert.Equal(new Item(7, "Pen"), result.Value);
        Assert.Equal("/items/7", result.Location);
    }

    [Fact]
    public async Task OtherSuccess_IsTheValue() => Assert.Equal(new Item(7, "Pen"), (await StoredAsync("200 OK", """{"id":7,"name":"Pen"}""")).Value);

    [Fact]
    public async Task NoContent_IsItself_ThoughAValueTakesAllOf2xx() => Assert.IsType<NoContent>((await StoredAsync("204 No Content")).Value);

    [Fact]
    public async Task StatusWithAValue_IsItself_ThoughAProblemTakesAllOf4xx()
    {
        var result = Assert.IsType<Conflict<Reason>>((await StoredAsync("409 Conflict", """{"text":"taken"}""")).Value);
        Assert.Equal("taken", result.Value.Text);
    }

    [Fact]
    public async Task OtherRefusal_IsTheProblem_WithWhatTheServerSays()
    {
        var result = Assert.IsType<Problem>((await StoredAsync("422 Unprocessable Content\r\nContent-Type: application/problem+json", """{"detail":"Names are short."}""")).Value);
        Assert.Equal(StatusCode.UnprocessableContent, result.Status);
        Assert.Equal("Names are short.", result.Detail);
    }

    [Fact]
    public async Task RefusalThatIsNoProblemDetails_IsItsStatus()
    {
        var result = Assert.IsType<Problem>((await StoredAsync("503 Service Unavailable", "later")).Value);
        Assert.Equal(StatusCode.ServiceUnavailable, result.Status);
        Assert.Null(result.Detail);
    }

    [Fact]
    public async Task StatusOfNoKind_IsAnException()
    {
        var asked = Shop.Find(7).AsTask();
        await ReadHeadAsync();
        await RespondAsync("403 Forbidden\r\nContent-Type: application/problem+json", """{"detail":"Not yours."}""");
        var thrown = await Assert.ThrowsAsync<StatusException>(() => asked);
        Assert.Equal(StatusCode.Forbidden, thrown.Status);
        Assert.Equal("Not yours.", thrown.Problem?.Detail);
    }

    [Fact]
    public async Task Text_IsText()
    {
        var asked = Shop.Find(7).AsTask();
        await ReadHeadAsync();
        await RespondAsync("200 OK", "a pen");
        Assert.Equal("a pen", (await asked).Value);
    }

    [Fact]
    public async Task Redirect_HasItsLocation()
    {
        var asked = Shop.Find(7).AsTask();
        await ReadHeadAsync();
        await RespondAsync("307 Temporary Redirect\r\nLocation: /other");
        Assert.Equal("/other", Assert.IsType<Redirect>((await asked).Value).Location);
    }

    [Fact]
    public async Task RedirectThatLeadsNowhere_IsAFault()
    {
        var asked = Shop.Find(7).AsTask();
        await ReadHeadAsync();
        await RespondAsync("302 Found");
        var thrown = await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.Equal(RequestFault.Content, thrown.Fault);
        Assert.Contains("Location", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContentThatIsNotTheValueOfItsStatus_IsAFault()
    {
        var asked = Shop.Store(7, new Item(7, "Pen")).AsTask();
        await ReadHeadAsync();
        await RespondAsync("409 Conflict", """{"text":1}""");
        var thrown = await Assert.ThrowsAsync<RequestException>(() => asked);
        Assert.Equal(RequestFault.Content, thrown.Fault);
        Assert.Contains("$.text", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResultAlone_WantsItsStatus()
    {
        var asked = Shop.Begin();
        await ReadHeadAsync();
        await RespondAsync("202 Accepted\r\nLocation: /jobs/1");
        Assert.Equal("/jobs/1", (await asked).Location);
        asked = Shop.Begin();
        _ = await Server.ReadHeadAsync();
        await RespondAsync("200 OK");
        Assert.Equal(StatusCode.Ok, (await Assert.ThrowsAsync<StatusException>(() => asked)).Status);
    }

    private async Task<Results<Item, Created<Item>, NoContent, Conflict<Reason>, Problem>> StoredAsync(string statusAndFields, string content = "")
    {
        var asked = Shop.Store(7, new Item(7, "Pen")).AsTask();
        await ReadHeadAsync();
        if (statusAndFields.StartsWith("204", StringComparison.Ordinal))
        {
            await Server.SendAsync($"HTTP/1.1 {statusAndFields}\r\n\r\n");
        }
        else
        {
            await RespondAsync(statusAndFields, content);
        }

        return await asked;
    }
}
