using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests.Corpus;

/// <summary>The corpus through the transport that a server takes if nobody asks for another.</summary>
public sealed class DefaultCorpusTests(EchoServer server) : CorpusTests(server), IClassFixture<EchoServer>;
