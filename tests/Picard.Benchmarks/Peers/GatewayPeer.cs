using System.Globalization;
using System.Text;
using Picard.Gen;

namespace Picard.Benchmarks;

/// <summary>Our proxy: what <c>samples/Gateway</c> runs, with the same options, and <c>/stats</c> answered before it. A proxy has no target of its own, so nobody could ask the sample what it has allocated.</summary>
internal sealed class GatewayPeer(Gateway gateway) : IHandler
{
    /// <summary>The kind of peer that this program is started as.</summary>
    public const string Kind = "gateway";

    public static async Task RunAsync(int port, int upstreamPort)
    {
        await using var gateway = new Gateway(new GatewayOptions { Upstream = new UpstreamOptions { Name = "upstream", Destinations = [Url(upstreamPort)] } });
        await using var server = PicardServer.Create(new GatewayPeer(gateway), new ServerOptions { Urls = [Url(port)] });
        await server.StartAsync();
        await Task.Delay(Timeout.Infinite);
    }

    public ExchangeStep Handle(Exchange exchange) => exchange.Head.Target.Path.SequenceEqual("/stats"u8)
        ? exchange.Respond(Response.Bytes(StatusCode.Ok, Encoding.ASCII.GetBytes(KestrelPeers.Stats()), "application/json"))
        : gateway.Handle(exchange);

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
