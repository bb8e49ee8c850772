using System.Text.Json;

namespace Picard.Http.Tests.Corpus;

/// <summary>Every case of the corpus, whole, byte by byte and split at each offset, with one outcome that is compared in full.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Requests => CorpusCase.Ids(requests: true);

    public static TheoryData<string> Responses => CorpusCase.Ids(requests: false);

    [Fact]
    public void Corpus_IsComplete() => Assert.Equal((599, 176), (Requests.Count, Responses.Count));

    [Theory]
    [MemberData(nameof(Requests))]
    public void Request_HasTheExpectedOutcome(string id)
    {
        var corpusCase = CorpusCase.All[id];
        var outcome = RequestReader.Read([corpusCase.Octets], Arrival.OneSegment);
        var messages = corpusCase.Expect.GetProperty("messages").EnumerateArray().ToArray();
        for (var at = 0; at < messages.Length; at++)
        {
            var verdict = OpenQuestions.Verdict(id, messages[at]);
            if (verdict != "accept")
            {
                Assert.Equal(at, outcome.Messages.Count);
                AssertNotTaken(outcome, verdict, messages[at]);
                return;
            }

            Assert.True(outcome.Messages.Count > at, $"message {at + 1} of {messages.Length} was not accepted: {outcome}");
            Assert.Equal(Describe(messages[at]), outcome.Messages[at]);
        }

        Assert.Equal(messages.Length, outcome.Messages.Count);
        var hasTail = CorpusCase.Text(corpusCase.Expect, "tail").Length > 0;
        // An empty line after the last message is no tail.
        Assert.Equal(hasTail, outcome.LeftoverBytes > 2);
        Assert.Contains(outcome.Ending, hasTail ? [Ending.Closed] : new[] { Ending.Clean, Ending.Closed });
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void Request_HasOneOutcomeHoweverItArrives(string id)
    {
        var octets = CorpusCase.All[id].Octets;
        var whole = RequestReader.Read([octets], Arrival.OneSegment).ToString();
        foreach (var (name, arrival, pieces) in Splits.Of(octets))
        {
            AssertSame(whole, RequestReader.Read(pieces, arrival), name);
        }
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void Response_HasTheExpectedOutcome(string id)
    {
        var corpusCase = CorpusCase.All[id];
        var expect = corpusCase.Expect;
        var outcome = ResponseReader.Read([corpusCase.Octets], Arrival.OneSegment, RequestMethod(corpusCase));
        var verdict = OpenQuestions.Verdict(id, expect);
        if (verdict != "accept")
        {
            Assert.Empty(outcome.Messages);
            Assert.Contains(outcome.Ending, new[] { Ending.Refused, Ending.Truncated });
            return;
        }

        Assert.Equal([DescribeResponse(expect)], outcome.Messages);
        Assert.Equal(expect.GetProperty("leftover").GetInt64(), outcome.LeftoverBytes);
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void Response_HasOneOutcomeHoweverItArrives(string id)
    {
        var corpusCase = CorpusCase.All[id];
        var method = RequestMethod(corpusCase);
        var whole = ResponseReader.Read([corpusCase.Octets], Arrival.OneSegment, method).ToString();
        foreach (var (name, arrival, pieces) in Splits.Of(corpusCase.Octets))
        {
            AssertSame(whole, ResponseReader.Read(pieces, arrival, method), name);
        }
    }

    private static Method RequestMethod(CorpusCase corpusCase)
    {
        Assert.True(Method.TryParse(System.Text.Encoding.ASCII.GetBytes(CorpusCase.Text(corpusCase.Expect, "request_method")), out var method));
        return method;
    }

    private static void AssertNotTaken(Outcome outcome, string verdict, JsonElement message)
    {
        if (verdict == "reject")
        {
            Assert.Equal(Ending.Refused, outcome.Ending);
            Assert.Contains(outcome.Violation.Status.Code, new[] { 400, 413, 414, 417, 431, 501, 505 });
        }
        else if (outcome.Ending != Ending.Refused || !CorpusCase.Flag(message, "early_reject_ok"))
        {
            Assert.Equal("incomplete", verdict);
            Assert.Equal(Ending.Truncated, outcome.Ending);
        }
    }

    private static void AssertSame(string whole, Outcome outcome, string name)
    {
        var text = outcome.ToString();
        if (text != whole)
        {
            Assert.Fail($"{name}:\n{text}\nwhole:\n{whole}");
        }
    }

    private static string Describe(JsonElement message) => RequestReader.Describe(
        CorpusCase.Text(message, "method"),
        CorpusCase.Text(message, "target"),
        CorpusCase.Text(message, "version"),
        char.ToUpperInvariant(CorpusCase.Text(message, "form")[0]) + CorpusCase.Text(message, "form")[1..],
        CorpusCase.Lines(message, "headers"),
        CorpusCase.Body(message),
        CorpusCase.Lines(message, "trailers"),
        CorpusCase.Flag(message, "close_after") ? "closes" : "persists");

    // The corpus calls a 2xx to CONNECT a message without content after which nothing closes: for HTTP the connection is gone.
    private static bool IsTunnel(JsonElement expect) =>
        CorpusCase.Text(expect, "framing") == "upgrade" || (CorpusCase.Text(expect, "request_method") == "CONNECT" && expect.GetProperty("status").GetInt32() / 100 == 2);

    private static string DescribeResponse(JsonElement expect) => RequestReader.Describe(
        $"{expect.GetProperty("status").GetInt32()}",
        CorpusCase.Text(expect, "reason_phrase"),
        CorpusCase.Text(expect, "version"),
        IsTunnel(expect) ? "upgrade" : CorpusCase.Text(expect, "framing"),
        CorpusCase.Lines(expect, "headers"),
        CorpusCase.Body(expect),
        CorpusCase.Lines(expect, "trailers"),
        IsTunnel(expect) || CorpusCase.Flag(expect, "close_after") ? "closes" : "persists",
        string.Join(",", expect.GetProperty("interim").EnumerateArray().Select(status => status.GetInt32())));
}
