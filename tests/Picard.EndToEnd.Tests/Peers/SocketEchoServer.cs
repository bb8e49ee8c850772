namespace Picard.EndToEnd.Tests.Peers;

/// <summary>The same on the portable transport, which is not what Linux takes by default.</summary>
public sealed class SocketEchoServer() : EchoServer(ServerTransport.Sockets);
