using System.Net;
using System.Net.Sockets;
using Picard.Transport;

namespace Picard.Client.Tests;

/// <summary>The phases of connecting: each has a fault of its own, a time limit, and can be cancelled.</summary>
public sealed class OriginConnectorTests : ConnectingTest
{
    private static readonly Origin s_origin = Origin.Of("http://example.com:8080");
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Name_IsResolved_AndConnectedToAtTheOriginsPort()
    {
        var connecting = Create().ConnectAsync(s_origin, default).AsTask();
        var lookup = await Names.NextAsync();
        Assert.Equal("example.com", lookup.Name);
        lookup.Answer("192.0.2.1");
        var attempt = await Network.NextAsync();
        Assert.Equal("192.0.2.1:8080", attempt.Address.ToString());
        var server = attempt.Connect();
        await using var connection = await Within(connecting);
        await server.SendAsync("x");
        Assert.Equal("x", await ReceiveAsync(connection, 1));
        Assert.Equal(0, Time.RunningTimers);
    }

    [Fact]
    public async Task Name_ThatDoesNotExist_IsAResolveFault_NamingIt()
    {
        var connecting = Create().ConnectAsync(s_origin, default).AsTask();
        (await Names.NextAsync()).Fail();
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal((RequestFault.Resolve, "example.com:8080"), (fault.Fault, fault.Authority));
        Assert.Contains("'example.com' cannot be resolved", fault.Message, StringComparison.Ordinal);
        Assert.IsType<SocketException>(fault.InnerException);
        Assert.True(fault.IsRetryable);
    }

    [Fact]
    public async Task Resolving_BeyondItsLimit_IsAFaultOfItsOwn()
    {
        var connecting = Create().ConnectAsync(s_origin, default).AsTask();
        await Names.NextAsync();
        Time.Advance(s_limit - TimeSpan.FromTicks(1));
        Assert.False(connecting.IsCompleted);
        Time.Advance(TimeSpan.FromTicks(1));
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal(RequestFault.ResolveTimeout, fault.Fault);
        Assert.Contains("'example.com' took longer than 5 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_ThatRefuses_IsAConnectFault_NamingHostAndAddress()
    {
        var connecting = Create().ConnectAsync(s_origin, default).AsTask();
        (await Names.NextAsync()).Answer("192.0.2.1");
        (await Network.NextAsync()).Fail(TransportFault.Refused);
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal(RequestFault.Connect, fault.Fault);
        Assert.Contains("'example.com' at 192.0.2.1:8080", fault.Message, StringComparison.Ordinal);
        Assert.Equal(TransportFault.Refused, Assert.IsType<TransportException>(fault.InnerException).Fault);
    }

    [Fact]
    public async Task Connecting_BeyondItsLimit_IsAFaultOfItsOwn_AndEndsEveryAttempt()
    {
        var connecting = Create().ConnectAsync(Origin.Of("http://192.0.2.1"), default).AsTask();
        var attempt = await Network.NextAsync();
        Time.Advance(s_limit);
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal(RequestFault.ConnectTimeout, fault.Fault);
        Assert.Contains("connecting to '192.0.2.1' at 192.0.2.1:80 took longer than 5 s", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt.Result);
    }

    [Fact]
    public async Task Handshake_BeyondItsLimit_IsAFaultOfItsOwn_AndClosesTheConnection()
    {
        var connecting = Create().ConnectAsync(Origin.Of("https://192.0.2.1"), default).AsTask();
        var server = (await Network.NextAsync()).Connect();
        await server.ReadAsync(1);
        Time.Advance(s_limit);
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal(RequestFault.TlsTimeout, fault.Fault);
        Assert.Contains("'192.0.2.1' at 192.0.2.1:443 took longer than 5 s", fault.Message, StringComparison.Ordinal);
        await server.ReadToEndAsync();
        Assert.Equal(0, Time.RunningTimers);
    }

    [Fact]
    public async Task Cancellation_WhileResolving_IsToldWithTheCallersToken()
    {
        using var source = new CancellationTokenSource();
        var connecting = Create().ConnectAsync(s_origin, source.Token).AsTask();
        await Names.NextAsync();
        await source.CancelAsync();
        Assert.Equal(source.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => Within(connecting))).CancellationToken);
    }

    [Fact]
    public async Task Cancellation_WhileConnecting_IsToldWithTheCallersToken()
    {
        using var source = new CancellationTokenSource();
        var connecting = Create().ConnectAsync(Origin.Of("http://192.0.2.1"), source.Token).AsTask();
        await Network.NextAsync();
        await source.CancelAsync();
        Assert.Equal(source.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => Within(connecting))).CancellationToken);
    }

    [Fact]
    public async Task Cancellation_WithinTheHandshake_IsToldWithTheCallersToken_AndClosesTheConnection()
    {
        using var source = new CancellationTokenSource();
        var connecting = Create().ConnectAsync(Origin.Of("https://192.0.2.1"), source.Token).AsTask();
        var server = (await Network.NextAsync()).Connect();
        await server.ReadAsync(1);
        await source.CancelAsync();
        Assert.Equal(source.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => Within(connecting))).CancellationToken);
        await server.ReadToEndAsync();
    }

    [Fact]
    public async Task Disposal_EndsWhatIsBeingConnected_AndWhatBeginsLater()
    {
        var connector = Create();
        var connecting = connector.ConnectAsync(Origin.Of("http://192.0.2.1"), default).AsTask();
        await Network.NextAsync();
        await connector.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Within(connecting));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => connector.ConnectAsync(s_origin, default).AsTask());
    }

    [Fact]
    public async Task Address_ThatLeavesTheName_HasDeparted()
    {
        var connector = Create();
        var connecting = connector.ConnectAsync(s_origin, default).AsTask();
        (await Names.NextAsync()).Answer("192.0.2.1");
        (await Network.NextAsync()).Connect();
        await using var connection = await Within(connecting);
        Assert.False(connector.IsDeparted(s_origin, connection.RemoteEndPoint));
        Assert.False(connector.IsDeparted(s_origin, null));
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(connector.IsDeparted(s_origin, connection.RemoteEndPoint));
        (await Names.NextAsync()).Answer("192.0.2.2");
        while (!connector.IsDeparted(s_origin, connection.RemoteEndPoint))
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Connections_GoWhereFewerAreOpen()
    {
        var connector = Create();
        var connecting = connector.ConnectAsync(s_origin, default).AsTask();
        (await Names.NextAsync()).Answer("192.0.2.1", "192.0.2.2");
        var first = await Network.NextAsync();
        first.Connect();
        await using var connection = await Within(connecting);
        connecting = connector.ConnectAsync(s_origin, default).AsTask();
        var second = await Network.NextAsync();
        Assert.NotEqual(first.Address, second.Address);
        second.Connect();
        await (await Within(connecting)).DisposeAsync();
    }

    [Fact]
    public async Task DefaultConnector_ConnectsToANameOfThisMachine()
    {
        await using var listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Start(static connection => connection.Output.Complete());
        await using var connector = new OriginConnector(new ClientOptions());
        await using var connection = await Within(connector.ConnectAsync(Origin.Of($"http://localhost:{((IPEndPoint)listener.LocalEndPoint).Port}"), default).AsTask());
        Assert.Equal(listener.LocalEndPoint, connection.RemoteEndPoint);
    }
}
