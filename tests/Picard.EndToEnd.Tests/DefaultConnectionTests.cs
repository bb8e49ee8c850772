using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests;

/// <summary>Connections on the transport that a server takes if nobody asks for another.</summary>
public sealed class DefaultConnectionTests(EchoServer server) : ConnectionTests(server), IClassFixture<EchoServer>;
