using System.Text.Json;
using Picard.EndToEnd.Tests.Peers;
using Picard.Http.Tests.Corpus;

namespace Picard.EndToEnd.Tests.Corpus;

/// <summary>What Echo has to answer to a case of the corpus, as lines of text: one for each answer, in order.</summary>
internal sealed class ExpectedAnswers
{
    /// <summary>Sent after every case that is not cut short. It is answered if the connection persists, and never otherwise.</summary>
    public const string FollowUp = "GET /follow-up HTTP/1.1\r\nHost: follow-up\r\nConnection: close\r\n\r\n";

    /// <summary>The line of a refusal.</summary>
    public const string Refused = "refused, closes";

    private readonly List<string> _methods = [];

    public ExpectedAnswers(CorpusCase corpusCase)
    {
        foreach (var message in corpusCase.Expect.GetProperty("messages").EnumerateArray())
        {
            var verdict = OpenQuestions.Verdict(corpusCase.Id, message);
            if (verdict == "incomplete")
            {
                IsCutShort = true;
                MayBeRefusedEarly = CorpusCase.Flag(message, "early_reject_ok");
                return;
            }

            // A CONNECT is a good message, but Echo is no end of a tunnel: 501, and what follows may be meant for the tunnel.
            var method = CorpusCase.Text(message, "method");
            _methods.Add(method);
            if (verdict == "reject" || method == "CONNECT")
            {
                Lines.Add(Refused);
                return;
            }

            var closes = CorpusCase.Flag(message, "close_after");
            Lines.Add(Described(method == "HEAD" ? "HEAD" : DescribeRequest(message), closes));
            if (closes)
            {
                return;
            }
        }

        _methods.Add("GET");
        Lines.Add(Described("GET | /follow-up | HTTP/1.1 | [Host: follow-up][Connection: close] |  | ", closes: true));
    }

    public List<string> Lines { get; } = [];

    /// <summary>The input ends within a message.</summary>
    public bool IsCutShort { get; }

    /// <summary>The part of the message that is there can be refused, but need not be.</summary>
    public bool MayBeRefusedEarly { get; }

    /// <summary>The method of the request that an answer belongs to: one to HEAD has no content.</summary>
    public string MethodOf(int answer) => answer < _methods.Count ? _methods[answer] : "";

    /// <summary>An answer as a line.</summary>
    public static string Describe(string method, ReceivedResponse response)
    {
        if (response.Status is 400 or 413 or 414 or 417 or 431 or 501 or 505)
        {
            return response.Closes ? Refused : $"refused with {response.Status}, persists";
        }

        if (response.Status == 200 && method == "HEAD")
        {
            Assert.True(int.Parse(response["Content-Length"]!, System.Globalization.CultureInfo.InvariantCulture) > 0);
            return Described("HEAD", response.Closes);
        }

        var json = response.Json();
        var names = string.Join(' ', json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(json.TryGetProperty("trailers", out var trailers) ? "method target version headers body trailers" : "method target version headers body", names);
        Assert.True(trailers.ValueKind == JsonValueKind.Undefined || trailers.GetArrayLength() > 0, "trailers are there although there were none");
        return Described(DescribeRequest(json), response.Closes);
    }

    private static string Described(string request, bool closes) => $"{request}, {(closes ? "closes" : "persists")}";

    // Echo's description has the shape of the corpus', so that one way of reading serves both.
    private static string DescribeRequest(JsonElement request) => string.Join(
        " | ",
        CorpusCase.Text(request, "method"),
        CorpusCase.Text(request, "target"),
        CorpusCase.Text(request, "version"),
        CorpusCase.Lines(request, "headers"),
        CorpusCase.Body(request),
        request.TryGetProperty("trailers", out _) ? CorpusCase.Lines(request, "trailers") : "");
}
