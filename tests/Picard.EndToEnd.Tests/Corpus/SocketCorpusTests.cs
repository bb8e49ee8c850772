using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests.Corpus;

/// <summary>The corpus through the portable transport.</summary>
public sealed class SocketCorpusTests(SocketEchoServer server) : CorpusTests(server), IClassFixture<SocketEchoServer>;
