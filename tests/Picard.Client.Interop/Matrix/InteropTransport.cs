using Picard.Transport;

namespace Picard.Client.Interop;

/// <summary>What the client's connections are made of.</summary>
internal sealed record InteropTransport(string Name, Func<TransportConnector> Connector)
{
    private static readonly Lazy<TransportConnector> s_loops = new(static () => new LoopGroup().CreateConnector());

    /// <summary>Those that this system has.</summary>
    public static IReadOnlyList<InteropTransport> All { get; } =
        LoopGroup.IsSupported ? [new("loops", static () => s_loops.Value), new("sockets", static () => new SocketConnector())] : [new("sockets", static () => new SocketConnector())];

    public override string ToString() => Name;
}
