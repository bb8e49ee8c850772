namespace Picard.Server;

/// <summary>What the arguments of a server's program say.</summary>
internal sealed class CommandLine
{
    /// <summary>The text of <c>--help</c>.</summary>
    public const string Help = """
        Options:
          --urls URLS   the addresses to listen on, separated by ';'
                        (http://127.0.0.1:8080, http://[::1]:8080, http://localhost:8080,
                        http://*:8080, unix:/path; port 0 takes a free port)
          --help        this text

        Environment:
          PICARD_URLS   the same as --urls, which wins over it

        Ctrl+C or SIGTERM stops the server once the requests under way are answered; a second one stops it at once.
        """;

    /// <summary>The environment variable that stands in for <c>--urls</c>.</summary>
    public const string UrlsVariable = "PICARD_URLS";

    private CommandLine(IReadOnlyList<string>? urls, Wish wish)
    {
        Urls = urls;
        Wanted = wish;
    }

    /// <summary>What the person wants the program to do.</summary>
    public enum Wish
    {
        /// <summary>Run the server.</summary>
        Serve,

        /// <summary>Print <see cref="CommandLine.Help"/> and end.</summary>
        Help,
    }

    /// <summary>Addresses from <c>--urls</c> or the environment; null if neither says any.</summary>
    public IReadOnlyList<string>? Urls { get; }

    /// <summary>What to do.</summary>
    public Wish Wanted { get; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ServerStartException">An argument is unknown or incomplete; the message is one line.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args, string? urlsOfEnvironment)
    {
        string? urls = null;
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            if (arg is "--help" or "-h" or "-?")
            {
                return new(null, Wish.Help);
            }

            if (arg == "--urls")
            {
                urls = ++i < args.Count ? args[i] : throw new ServerStartException("--urls needs an address, such as --urls http://127.0.0.1:8080.");
            }
            else if (arg.StartsWith("--urls=", StringComparison.Ordinal))
            {
                urls = arg["--urls=".Length..];
            }
            else
            {
                throw new ServerStartException($"Unknown option '{arg}'; --help lists the options.");
            }
        }

        if (urls is null && string.IsNullOrWhiteSpace(urlsOfEnvironment))
        {
            return new(null, Wish.Serve);
        }

        var source = urls is null ? UrlsVariable : "--urls";
        var split = ListenAddress.Split(urls ?? urlsOfEnvironment!);
        return split.Length > 0 ? new(split, Wish.Serve) : throw new ServerStartException($"{source} names no address.");
    }
}
