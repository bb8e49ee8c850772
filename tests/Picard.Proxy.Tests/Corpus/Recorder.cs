using System.Buffers;
using System.Text;
using Picard.Gen;

namespace Picard.Proxy.Tests.Corpus;

/// <summary>An application that notes every whole request.</summary>
internal sealed class Recorder : IHandler
{
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public static string Describe(string method, string target, string content, string trailers) => $"{method} | {(target.Length > 0 && target[0] == '/' ? target : "")} | {content} | {trailers}";

    public ExchangeStep Handle(Exchange exchange)
    {
        if (!exchange.TryGetContent(out var content))
        {
            return ExchangeStep.ReadContent;
        }

        var trailers = new StringBuilder();
        foreach (var line in exchange.Trailers)
        {
            trailers.Append(System.Globalization.CultureInfo.InvariantCulture, $"[{line.ToString()}]");
        }

        lock (_gate)
        {
            _requests.Add(Describe(exchange.Method.Token, exchange.Head.Target.ToString(), Encoding.Latin1.GetString(content.ToArray()), trailers.ToString()));
        }

        return exchange.Method == Method.Connect ? exchange.RespondProblem(StatusCode.NotImplemented) : exchange.Respond("ok");
    }
}
