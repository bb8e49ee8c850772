using Picard.Benchmarks;

// One command a file; each prints a table, and says in its own help what it measures.
const string Help = """
    usage: dotnet run -c Release --project tests/Picard.Benchmarks -- COMMAND [options]
      parser      our head parser against Kestrel's (parser --help)
      generator   one edit in a project of 1,000 handlers (generator --help)
      analyzers   all rules at one edit in such a project, and in a build of it (analyzers --help)
      handler     routing, binding and answering, without a server (handler --help)
      driver      a request above the transport, from its octets to the flush (driver --help)
      transport   the event loops below HTTP (transport --help)
      server      our server against Kestrel, nginx, haproxy and a C loop (server --help)
      proxy       our proxy against nginx, haproxy and YARP (proxy --help)
      idle        the memory of an idle connection, against the same (server --help)
      fairness    what others wait while one client pipelines without pause (server --help)
      start       time to the first answer and memory then, against Kestrel (server --help)
      client      our client against HttpClient and HttpMessageInvoker (client --help)
    """;

try
{
    return args switch
    {
        ["peer", GatewayPeer.Kind, var port, var upstream] => Proxy(int.Parse(port), int.Parse(upstream)),
        ["peer", var kind, var port] => Peer(kind, int.Parse(port)),
        ["parser", "--help"] => Say(ParserArguments.Help),
        ["parser", ..] => ParserCommand.Run(args.AsSpan(1)),
        ["generator", "--help"] => Say(GeneratorCommand.Help),
        ["generator"] => GeneratorCommand.Run(),
        ["analyzers", "--help"] => Say(AnalyzersCommand.Help),
        ["analyzers", ..] => AnalyzersCommand.Run(args.AsSpan(1)),
        ["handler", "--help"] => Say(HandlerCommand.Help),
        ["handler"] => HandlerCommand.Run(),
        ["driver", "--help"] => Say(DriverCommand.Help),
        ["driver"] => DriverCommand.Run(),
        ["server" or "proxy" or "idle" or "start" or "fairness", "--help"] => Say(ServerArguments.Help),
        ["server" or "proxy" or "idle" or "start" or "fairness", ..] => ServerCommand.Run(args[0], args.AsSpan(1)),
        ["client", "--help"] => Say(ClientArguments.Help),
        ["client", ..] => ClientCommand.Run(args.AsSpan(1)),
        [ClientCommand.PinnedName, ..] => ClientCommand.RunPinned(args.AsSpan(1)),
        ["transport-peer", var role, var port, var count] => TransportPeer.Run(role, int.Parse(port), int.Parse(count)),
        ["transport", "--help"] => Say(TransportCommand.Help),
        ["transport", ..] => TransportCommand.Run(args.AsSpan(1)),
        ["--help"] or [] => Say(Help),
        _ => throw new UsageException($"There is no command '{args[0]}'.\n{Help}"),
    };
}
catch (UsageException mistake)
{
    Console.Error.WriteLine(mistake.Message);
    return 1;
}

static int Say(string text)
{
    Console.WriteLine(text);
    return 0;
}

static int Proxy(int port, int upstream)
{
    GatewayPeer.RunAsync(port, upstream).GetAwaiter().GetResult();
    return 0;
}

static int Peer(string kind, int port)
{
    KestrelPeers.Run(kind, port);
    return 0;
}
