using Picard.Transport;

namespace Picard.Client;

/// <summary>What makes connections where the options name nothing: event loops of the process, shared by all its clients, made with the first of them.</summary>
internal static class DefaultConnector
{
    private static readonly Lazy<TransportConnector> s_instance = new(static () => LoopGroup.IsSupported ? new LoopGroup().CreateConnector() : new SocketConnector());

    public static TransportConnector Instance => s_instance.Value;
}
