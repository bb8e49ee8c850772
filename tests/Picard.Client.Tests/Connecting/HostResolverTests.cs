using System.Net;
using System.Net.Sockets;
using Picard.Server.Tests;

namespace Picard.Client.Tests;

public sealed class HostResolverTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    private readonly FakeTime _time = new();
    private readonly FakeNames _names = new();
    private readonly HostResolver _resolver;

    public HostResolverTests() => _resolver = new HostResolver(_time, s_interval, _names.LookUpAsync);

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public async Task Address_NeedsNoLookup(string address)
    {
        Assert.Equal([IPAddress.Parse(address)], await _resolver.ResolveAsync(address, default));
        Assert.Equal(0, _names.Count);
        Assert.Equal(0, _resolver.Count);
    }

    [Fact]
    public async Task FirstLookups_AtOnce_AreOne()
    {
        var first = _resolver.ResolveAsync("example.com", default).AsTask();
        var second = _resolver.ResolveAsync("EXAMPLE.com", default).AsTask();
        (await _names.NextAsync()).Answer("192.0.2.1");
        Assert.Equal(await first, await second);
        Assert.Equal(1, _names.Count);
    }

    [Fact]
    public async Task WhoGivesUp_LeavesTheLookupToTheOthers()
    {
        using var source = new CancellationTokenSource();
        var impatient = _resolver.ResolveAsync("example.com", source.Token).AsTask();
        var patient = _resolver.ResolveAsync("example.com", default).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        (await _names.NextAsync()).Answer("192.0.2.1");
        Assert.Equal("192.0.2.1", Assert.Single(await patient).ToString());
    }

    [Fact]
    public async Task Name_BeforeTheInterval_IsNotLookedUpAgain()
    {
        await KnowAsync("192.0.2.1");
        _time.Advance(s_interval - TimeSpan.FromTicks(1));
        Assert.True(IsAnsweredAtOnce());
        Assert.Equal(1, _names.Count);
    }

    [Fact]
    public async Task Name_AfterTheInterval_IsLookedUpBeside_WhileItsOldAddressesServe()
    {
        await KnowAsync("192.0.2.1");
        _time.Advance(s_interval);
        var old = _resolver.ResolveAsync("example.com", default);
        Assert.True(old.IsCompletedSuccessfully);
        Assert.Equal("192.0.2.1", Assert.Single(await old).ToString());
        (await _names.NextAsync()).Answer("192.0.2.2");
        while (!_resolver.IsDeparted("example.com", IPAddress.Parse("192.0.2.1")))
        {
            await Task.Yield();
        }

        Assert.Equal("192.0.2.2", Assert.Single(await _resolver.ResolveAsync("example.com", default)).ToString());
        Assert.Equal(2, _names.Count);
    }

    [Fact]
    public async Task Address_ThatIsAmongTheNames_HasNotDeparted()
    {
        Assert.False(_resolver.IsDeparted("example.com", IPAddress.Parse("192.0.2.1")));
        await KnowAsync("192.0.2.1", "192.0.2.2");
        Assert.False(_resolver.IsDeparted("example.com", IPAddress.Parse("192.0.2.2")));
        Assert.True(_resolver.IsDeparted("Example.com", IPAddress.Parse("192.0.2.3")));
    }

    [Fact]
    public async Task IsDeparted_CountsAsUse_SoThatANameWithOnlyIdleConnectionsIsRefreshed()
    {
        await KnowAsync("192.0.2.1");
        _time.Advance(s_interval);
        Assert.False(_resolver.IsDeparted("example.com", IPAddress.Parse("192.0.2.1")));
        Assert.Equal("example.com", (await _names.NextAsync()).Name);
    }

    [Fact]
    public async Task FailedRefresh_KeepsTheOldAddresses_ForFiveIntervals()
    {
        await KnowAsync("192.0.2.1");
        for (var i = 1; i < 5; i++)
        {
            _time.Advance(s_interval);
            Assert.True(IsAnsweredAtOnce());
            await FailAsync();
        }

        _time.Advance(s_interval);
        var late = _resolver.ResolveAsync("example.com", default).AsTask();
        Assert.False(late.IsCompleted);
        Assert.False(_resolver.IsDeparted("example.com", IPAddress.Parse("192.0.2.3")));
        (await _names.NextAsync()).Fail();
        Assert.Equal(SocketError.HostNotFound, (await Assert.ThrowsAsync<SocketException>(() => late)).SocketErrorCode);
    }

    [Fact]
    public async Task FailedRefresh_IsNotRepeatedBeforeTheNextInterval()
    {
        await KnowAsync("192.0.2.1");
        _time.Advance(s_interval);
        await _resolver.ResolveAsync("example.com", default);
        await FailAsync();
        await _resolver.ResolveAsync("example.com", default);
        Assert.Equal(2, _names.Count);
    }

    [Fact]
    public async Task Failure_OfTheFirstLookup_IsTold_AndTheNextLooksAgain()
    {
        var failed = _resolver.ResolveAsync("example.com", default).AsTask();
        (await _names.NextAsync()).Fail();
        await Assert.ThrowsAsync<SocketException>(() => failed);
        await KnowAsync("192.0.2.1");
        Assert.Equal(2, _names.Count);
    }

    [Fact]
    public async Task Name_WithoutAddress_CannotBeResolved()
    {
        var resolving = _resolver.ResolveAsync("example.com", default).AsTask();
        (await _names.NextAsync()).Answer();
        Assert.Equal(SocketError.NoData, (await Assert.ThrowsAsync<SocketException>(() => resolving)).SocketErrorCode);
    }

    [Fact]
    public async Task Names_BeyondTheLimit_ForgetTheLongestUnused()
    {
        var resolver = new HostResolver(_time, s_interval, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        for (var i = 0; i < 1_024; i++)
        {
            await resolver.ResolveAsync($"host{i}.example", default);
            _time.Advance(TimeSpan.FromTicks(1));
        }

        await resolver.ResolveAsync("host0.example", default);
        _time.Advance(TimeSpan.FromTicks(1));
        await resolver.ResolveAsync("another.example", default);
        Assert.Equal(1_024, resolver.Count);
        Assert.True(resolver.IsDeparted("host0.example", IPAddress.Any));
        Assert.False(resolver.IsDeparted("host1.example", IPAddress.Any));
    }

    private bool IsAnsweredAtOnce()
    {
        var resolving = _resolver.ResolveAsync("example.com", default);
        return resolving.IsCompletedSuccessfully;
    }

    private async Task KnowAsync(params string[] addresses)
    {
        var resolving = _resolver.ResolveAsync("example.com", default).AsTask();
        (await _names.NextAsync()).Answer(addresses);
        await resolving;
    }

    /// <summary>Lets the lookup under way fail, and waits until the resolver has seen it: then an older address is looked up again.</summary>
    private async Task FailAsync()
    {
        var lookup = await _names.NextAsync();
        lookup.Fail();
        while (_resolver.IsLookingUp("example.com"))
        {
            await Task.Yield();
        }
    }
}
