using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests;

/// <summary>Connections on the portable transport.</summary>
public sealed class SocketConnectionTests(SocketEchoServer server) : ConnectionTests(server), IClassFixture<SocketEchoServer>;
