namespace Picard.Client.Tests.Typed;

public sealed class ItemTests : TypedClient
{
    [Fact]
    public async Task Lines_ComeAsTheServerSendsThem_WholeOrInPieces()
    {
        await using var rows = Shop.Rows().GetAsyncEnumerator();
        var first = rows.MoveNextAsync().AsTask();
        await ReadHeadAsync();
        await Server.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"x\":1,\"y\":2}\n\n{\"x\":\r\n");
        Assert.True(await first);
        Assert.Equal(new Point(1, 2), rows.Current);
        var second = rows.MoveNextAsync();
        Assert.False(second.IsCompleted);
        await Server.SendAsync("8\r\n3,\"y\":4}\r\n0\r\n\r\n");
        Assert.True(await second);
        Assert.Equal(new Point(3, 4), rows.Current);
        Assert.False(await rows.MoveNextAsync());
    }

    [Fact]
    public async Task LineBeyondTheLimit_IsAFault()
    {
        await using var rows = Shop.Rows().GetAsyncEnumerator();
        var first = rows.MoveNextAsync().AsTask();
        await ReadHeadAsync();
        var line = new string(' ', 64 * 1024 + 1);
        var sent = Server.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {line.Length + 1}\r\n\r\n{line}\n");
        var thrown = await Assert.ThrowsAsync<RequestException>(() => first);
        Assert.Equal(RequestFault.Content, thrown.Fault);
        Assert.Contains("65536", thrown.Message, StringComparison.Ordinal);
        await sent.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task LineThatIsNotTheValue_IsAFault_ThatNamesIt()
    {
        await using var rows = Shop.Rows().GetAsyncEnumerator();
        var first = rows.MoveNextAsync().AsTask();
        await ReadHeadAsync();
        await RespondAsync("200 OK", "{\"x\":1,\"y\":2}\n{\"x\":null}\n");
        Assert.True(await first);
        var thrown = await Assert.ThrowsAsync<RequestException>(() => rows.MoveNextAsync().AsTask());
        Assert.Contains("Item 2 of GET to http://127.0.0.1", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NonSuccess_IsAnExceptionAtTheFirstItem()
    {
        await using var rows = Shop.Rows().GetAsyncEnumerator();
        var first = rows.MoveNextAsync().AsTask();
        await ReadHeadAsync();
        await RespondAsync("403 Forbidden");
        Assert.Equal(StatusCode.Forbidden, (await Assert.ThrowsAsync<StatusException>(() => first)).Status);
        Assert.False(await rows.MoveNextAsync());
    }

    [Fact]
    public async Task EndingEarly_ClosesTheConnection()
    {
        var rows = Shop.Rows().GetAsyncEnumerator();
        var first = rows.MoveNextAsync().AsTask();
        await ReadHeadAsync();
        await Server.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ne\r\n{\"x\":1,\"y\":2}\n\r\n");
        Assert.True(await first);
        await rows.DisposeAsync();
        await Server.ReadToEndAsync();
    }

    [Fact]
    public async Task NothingIsSent_BeforeTheFirstItemIsAsked_AndOnlyOnce()
    {
        var items = Shop.Rows();
        await using (var rows = items.GetAsyncEnumerator())
        {
        }

        Assert.Throws<InvalidOperationException>(() => items.GetAsyncEnumerator());
        var other = Shop.Root().AsTask();
        Assert.StartsWith("GET /v1/ ", await ReadHeadAsync(), StringComparison.Ordinal);
        await RespondAsync("200 OK");
        Assert.Equal("", await other);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TokensOfTheMethodAndOfTheEnumeration_BothEndIt(bool isMethods)
    {
        using var ofMethod = new CancellationTokenSource();
        using var ofEnumeration = new CancellationTokenSource();
        await using var rows = Shop.Rows(ofMethod.Token).GetAsyncEnumerator(ofEnumeration.Token);
        var first = rows.MoveNextAsync().AsTask();
        await ReadHeadAsync();
        await (isMethods ? ofMethod : ofEnumeration).CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task Events_AreRead_TheirDataAsJson()
    {
        await using var events = Shop.Events().GetAsyncEnumerator();
        var first = events.MoveNextAsync().AsTask();
        await ReadHeadAsync();
        await RespondAsync("200 OK\r\nContent-Type: text/event-stream", "event: moved\nid: 7\ndata: {\"x\":1,\ndata: \"y\":2}\n\ndata: {\"x\":3,\"y\":4}\n\n");
        Assert.True(await first);
        Assert.Equal(("moved", "7", new Point(1, 2)), (events.Current.EventType, events.Current.EventId, events.Current.Data));
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(new Point(3, 4), events.Current.Data);
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task EventsOfText_AreTheText()
    {
        await using var events = Shop.Ticks().GetAsyncEnumerator();
        var first = events.MoveNextAsync().AsTask();
        await ReadHeadAsync();
        await RespondAsync("200 OK", "data: one\ndata: two\n\n");
        Assert.True(await first);
        Assert.Equal("one\ntwo", events.Current.Data);
    }

    [Fact]
    public async Task EventBeyondTheLimit_IsAFault()
    {
        await using var events = Shop.Ticks().GetAsyncEnumerator();
        var first = events.MoveNextAsync().AsTask();
        await ReadHeadAsync();
        var sent = Server.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\ndata: {new string('x', 69994)}");
        Assert.Contains("65536", (await Assert.ThrowsAsync<RequestException>(() => first)).Message, StringComparison.Ordinal);
        await sent.ContinueWith(static _ => { }, TaskScheduler.Default);
    }
}
