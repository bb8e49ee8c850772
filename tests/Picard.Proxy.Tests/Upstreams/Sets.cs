using Picard.Server.Tests;

namespace Picard.Proxy.Tests.Upstreams;

/// <summary>Sets as tests make them: destinations a, b, c … of port 80, a clock that stands still, and chance that is the same each time.</summary>
internal static class Sets
{
    public static UpstreamOptions Options(int destinations, UpstreamBalance balance = UpstreamBalance.RoundRobin) => new()
    {
        Name = "orders",
        Destinations = Urls(destinations),
        Balance = balance,
        HashBy = UpstreamHashKey.Path,
    };

    public static string[] Urls(int count) => [.. Enumerable.Range(0, count).Select(static i => $"http://{(char)('a' + i)}")];

    public static UpstreamSet Of(UpstreamOptions options, TimeProvider? time = null) => new(options, time ?? new FakeTime(), new Random(1));

    public static Destination ChooseFor(this UpstreamSet set, string path) => set.Choose(new ChoiceKey { Hash = RendezvousHash.Of(System.Text.Encoding.UTF8.GetBytes(path)) })!;

    /// <summary>The destination for a request with nothing that has a say.</summary>
    public static Destination? Next(this UpstreamSet set, Destination? failed = null) => set.Choose(default, failed);

    public static void Succeed(this Destination destination, int times = 1) => destination.Exchange(DestinationOutcome.Success, times);

    public static void Fail(this Destination destination, int times = 1) => destination.Exchange(DestinationOutcome.Failure(RequestFault.Connect), times);

    public static void Exchange(this Destination destination, DestinationOutcome outcome, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            destination.Begin().End(outcome);
        }
    }

    public static DestinationHealth HealthOf(this UpstreamSet set, Destination destination) => set.StatusOf(destination).Health;

    public static DestinationStatus StatusOf(this UpstreamSet set, Destination destination) =>
        Assert.Single(set.ToStatus().Destinations, status => status.Url == destination.Origin.ToString());

    /// <summary>Where so many requests go, each of them pending until all are chosen.</summary>
    public static Dictionary<Destination, int> Spread(this UpstreamSet set, int requests)
    {
        var exchanges = new List<DestinationExchange>(requests);
        for (var i = 0; i < requests; i++)
        {
            exchanges.Add(set.Next()!.Begin());
        }

        foreach (var exchange in exchanges)
        {
            exchange.End(DestinationOutcome.Success);
        }

        return exchanges.CountBy(static exchange => exchange.Destination).ToDictionary();
    }
}
