using System.Net;
using Picard.Server.Tests;
using Picard.Transport;

namespace Picard.Client.Tests;

/// <summary>RFC 8305 §5.</summary>
public sealed class ConnectionRaceTests
{
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(250);
    private static readonly IPEndPoint s_first = IPEndPoint.Parse("[2001:db8::1]:80");
    private static readonly IPEndPoint s_second = IPEndPoint.Parse("192.0.2.1:80");
    private static readonly IPEndPoint s_third = IPEndPoint.Parse("[2001:db8::2]:80");

    private readonly FakeTime _time = new();
    private readonly FakeConnector _network = new();
    private readonly ConnectionRace _race;

    public ConnectionRaceTests() => _race = new ConnectionRace(_network, _time, s_delay);

    [Fact]
    public async Task First_ThatConnectsWithinTheDelay_WinsAlone()
    {
        var racing = RunAsync(s_first, s_second);
        (await _network.NextAsync()).Connect();
        var (connection, address) = await racing;
        Assert.Equal(s_first, address);
        Assert.Equal(1, _network.Started);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Second_IsTriedBeside_AfterTheDelay_AndTheSlowOneIsCancelled()
    {
        var racing = RunAsync(s_first, s_second);
        var slow = await _network.NextAsync();
        _time.Advance(s_delay - TimeSpan.FromTicks(1));
        Assert.Equal(1, _network.Started);
        _time.Advance(TimeSpan.FromTicks(1));
        var quick = await _network.NextAsync();
        Assert.False(slow.Result.IsCompleted);
        quick.Connect();
        var (connection, address) = await racing;
        Assert.Equal(s_second, address);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow.Result);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task First_ThatIsSlow_MayStillWin()
    {
        var racing = RunAsync(s_first, s_second);
        var slow = await _network.NextAsync();
        _time.Advance(s_delay);
        var other = await _network.NextAsync();
        slow.Connect();
        Assert.Equal(s_first, (await racing).Address);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other.Result);
    }

    [Fact]
    public async Task Failure_GivesWayAtOnce()
    {
        var racing = RunAsync(s_first, s_second);
        (await _network.NextAsync()).Fail(TransportFault.Unreachable);
        (await _network.NextAsync()).Connect();
        Assert.Equal(s_second, (await racing).Address);
    }

    [Fact]
    public async Task Loser_ThatConnectsAllTheSame_IsClosed()
    {
        var racing = RunAsync(s_first, s_second);
        var slow = await _network.NextAsync();
        slow.Insist();
        _time.Advance(s_delay);
        (await _network.NextAsync()).Connect();
        await racing;
        Assert.True(await slow.Connect().ReadToEndAsync());
    }

    [Fact]
    public async Task AllFailed_ThrowsTheOneThatSaysMost()
    {
        var racing = RunAsync(s_first, s_second, s_third);
        (await _network.NextAsync()).Fail(TransportFault.Unreachable);
        (await _network.NextAsync()).Fail(TransportFault.Refused);
        (await _network.NextAsync()).Fail(TransportFault.Unreachable);
        Assert.Equal(TransportFault.Refused, (await Assert.ThrowsAsync<TransportException>(() => racing)).Fault);
    }

    [Fact]
    public async Task AllUnreachable_SaysSo()
    {
        var racing = RunAsync(s_first, s_second);
        (await _network.NextAsync()).Fail(TransportFault.AddressNotAvailable);
        (await _network.NextAsync()).Fail(TransportFault.Unreachable);
        Assert.Equal(TransportFault.Unreachable, (await Assert.ThrowsAsync<TransportException>(() => racing)).Fault);
    }

    [Fact]
    public async Task OnlyAddress_HasNoTimer()
    {
        var racing = RunAsync(s_first);
        var attempt = await _network.NextAsync();
        Assert.Equal(0, _time.RunningTimers);
        attempt.Connect();
        Assert.Equal(s_first, (await racing).Address);
    }

    [Fact]
    public async Task Cancellation_EndsEveryAttempt_AndClosesWhatConnectsAllTheSame()
    {
        using var source = new CancellationTokenSource();
        var racing = _race.RunAsync([s_first, s_second], source.Token).AsTask();
        var first = await _network.NextAsync();
        first.Insist();
        _time.Advance(s_delay);
        var second = await _network.NextAsync();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => racing);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.Result);
        Assert.True(await first.Connect().ReadToEndAsync());
        Assert.Equal(0, _time.RunningTimers);
    }

    [Fact]
    public async Task Addresses_BeyondTheLimit_AreNotTried()
    {
        var racing = RunAsync([.. Enumerable.Range(1, 100).Select(i => IPEndPoint.Parse($"192.0.2.{i}:80"))]);
        for (var i = 0; i < 24; i++)
        {
            (await _network.NextAsync()).Fail(TransportFault.Refused);
        }

        await Assert.ThrowsAsync<TransportException>(() => racing);
        Assert.Equal(24, _network.Started);
    }

    private Task<(TransportConnection Connection, IPEndPoint Address)> RunAsync(params IPEndPoint[] addresses) => _race.RunAsync(addresses, default).AsTask();
}
