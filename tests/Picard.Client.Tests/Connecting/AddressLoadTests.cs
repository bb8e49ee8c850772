using System.Net;
using Picard.Transport;

namespace Picard.Client.Tests;

public sealed class AddressLoadTests
{
    private static readonly IPAddress s_one = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_two = IPAddress.Parse("192.0.2.2");

    private readonly AddressLoad _load = new(new Random(1));

    [Fact] // RFC 8305 §4
    public void Order_TakesFamiliesInTurn_BeginningWithTheFirst()
    {
        var ordered = _load.Order([IPAddress.Parse("2001:db8::1"), s_one], 80);
        Assert.Equal(["[2001:db8::1]:80", "192.0.2.1:80"], ordered.Select(static address => address.ToString()));
        ordered = _load.Order([s_one, s_two, IPAddress.Parse("192.0.2.3"), IPAddress.Parse("2001:db8::1")], 81);
        Assert.Equal("[2001:db8::1]:81", ordered[1].ToString());
        Assert.Equal(4, ordered.Distinct().Count());
    }

    [Fact]
    public async Task Order_OfTwo_BeginsWithTheOneThatHasFewerConnections()
    {
        await using var connection = Open(s_one);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(s_two, _load.Order([s_one, s_two], 80)[0].Address);
        }

        await using var another = Open(s_two);
        await using var more = Open(s_two);
        Assert.Equal(s_one, _load.Order([s_two, s_one], 80)[0].Address);
    }

    [Fact]
    public void Order_OfEqualAddresses_BeginsWithEachOfThemNowAndThen()
    {
        var firsts = Enumerable.Range(0, 200).Select(_ => _load.Order([s_one, s_two, IPAddress.Parse("192.0.2.3")], 80)[0]).ToHashSet();
        Assert.Equal(3, firsts.Count);
    }

    [Fact]
    public async Task Connection_ThatIsClosed_CountsNoMore()
    {
        var first = Open(s_one);
        var second = Open(s_one);
        Assert.Equal(2, _load.CountOf(new IPEndPoint(s_one, 80)));
        await first.DisposeAsync();
        Assert.Equal(1, _load.CountOf(new IPEndPoint(s_one, 80)));
        second.Abort();
        Assert.Equal(0, _load.CountOf(new IPEndPoint(s_one, 80)));
    }

    [Fact]
    public async Task Ports_AreCountedApart()
    {
        await using var connection = Open(s_one);
        Assert.Equal(0, _load.CountOf(new IPEndPoint(s_one, 81)));
    }

    private TransportConnection Open(IPAddress address)
    {
        var connection = InMemoryConnection.CreatePair(new InMemoryOptions()).Client;
        _load.Add(new IPEndPoint(address, 80), connection);
        return connection;
    }
}
