using Picard.Gen.Generators.Tests.CompiledHandlers;

namespace Picard.Gen.Generators.Tests;

public sealed class ResultTests
{
    private readonly ExchangeHarness _harness = ExchangeHarness.For<ResultsApplication>();

    [Theory]
    [InlineData("/text?v=hello", "hello")]
    [InlineData("/text?v=%C3%BC", "ü")]
    [InlineData("/text?v=", "")]
    [InlineData("/text/task", "task")]
    [InlineData("/text/value-task", "value task")]
    [InlineData("/constant/body", "body")]
    [InlineData("/obsolete", "old")]
    [InlineData("/names?exchange=a&answer=b&class=c", "abc")]
    [InlineData("/response/text", "text")]
    public void Text_IsSentAsUtf8(string target, string content)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal("HTTP/1.1 200 OK", response.StatusLine);
        Assert.Equal("text/plain; charset=utf-8", response["Content-Type"]);
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(content).ToString(System.Globalization.CultureInfo.InvariantCulture), response["Content-Length"]);
        Assert.Equal(content, response.Content);
    }

    [Fact]
    public void Constant_HasTheSameHeadAsAnyText()
    {
        var constant = _harness.Send("GET /constant/body");
        var text = _harness.Send("GET /text?v=body");
        Assert.Equal(text.Fields.Select(static f => (f.Key, f.Single())), constant.Fields.Select(static f => (f.Key, f.Single())));
        Assert.Equal("Tue, 24 Nov 2026 12:00:00 GMT", constant["Date"]);
    }

    [Fact]
    public void ContentType_ComesFromTheAttribute()
    {
        var constant = _harness.Send("GET /constant");
        Assert.Equal("text/html; charset=utf-8", constant["Content-Type"]);
        Assert.Equal("<p>ü\"\\\n</p>", constant.Content);
        Assert.Equal("text/html", _harness.Send("GET /typed")["Content-Type"]);
    }

    [Theory]
    [InlineData("/text/null")]
    [InlineData("/constant/null")]
    [InlineData("/bytes/null")]
    [InlineData("/memory/null")]
    [InlineData("/status/null")]
    [InlineData("/problem/null")]
    [InlineData("/response/null")]
    public void Null_IsNotFound(string target)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal(404, response.Status);
        Assert.Equal("application/problem+json", response["Content-Type"]);
        Assert.Equal("""{"type":"about:blank","title":"Not Found","status":404}""", response.Content);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/nothing/task")]
    [InlineData("/nothing/value-task")]
    public void NoResult_IsNoContent(string target)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal(204, response.Status);
        Assert.Null(response["Content-Length"]);
    }

    [Fact]
    public void Octets_AreSentAsTheyAre()
    {
        var response = _harness.Send("GET /bytes");
        Assert.Equal("application/octet-stream", response["Content-Type"]);
        Assert.Equal("\u0001\u0002\u0003", response.Content);
        Assert.Equal("m", _harness.Send("GET /memory/task").Content);
    }

    [Fact]
    public void LargeOctets_AreLeftToTheDriver()
    {
        _harness.Begin("GET /memory?length=16385");
        _ = _harness.Handle();
        Assert.Equal(16385, _harness.Exchange.UnsentContent.Length);
        Assert.True(_harness.Output.Length < 300);
        Assert.Equal("16385", _harness.Finish()["Content-Length"]);

        _harness.Begin("HEAD /memory?length=16385");
        _ = _harness.Handle();
        Assert.True(_harness.Exchange.UnsentContent.IsEmpty);
        Assert.Equal("16385", _harness.Finish()["Content-Length"]);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public void Text_OfAnyLength_IsSentWhole(int length)
    {
        var response = _harness.Send($"GET /text/large?length={length}");
        Assert.Equal((2 * length).ToString(System.Globalization.CultureInfo.InvariantCulture), response["Content-Length"]);
        Assert.Equal(new string('ü', length), response.Content);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(599)]
    public void Status_HasNoContent(int code)
    {
        var response = _harness.Send($"GET /status?code={code}");
        Assert.Equal(code, response.Status);
        Assert.Equal("0", response["Content-Length"]);
        Assert.Null(response["Content-Type"]);
    }

    [Fact]
    public void Status_ThatIsInformational_IsRefusedAndTheExchangeCanStillBeAnswered()
    {
        _harness.Begin("GET /status?code=100");
        var fault = Assert.Throws<InvalidOperationException>(() => _harness.Handle());
        Assert.Contains("never the final one", fault.Message, StringComparison.Ordinal);
        Assert.False(_harness.Exchange.HasResponded);
        _ = _harness.Exchange.Respond(StatusCode.InternalServerError);
        Assert.Equal(500, _harness.Finish().Status);
    }

    [Fact]
    public void Status304_HasNeitherContentNorLength()
    {
        var response = _harness.Send("GET /status?code=304");
        Assert.Equal(304, response.Status);
        Assert.Null(response["Content-Length"]);
    }

    [Fact]
    public void Problem_IsSentAsRfc9457Says()
    {
        var response = _harness.Send("GET /problem");
        Assert.Equal(409, response.Status);
        Assert.Equal("application/problem+json", response["Content-Type"]);
        Assert.Equal("""{"type":"urn:x","title":"T","status":409,"detail":"D","instance":"/i"}""", response.Content);
    }

    [Fact] // Seed RS-04
    public void Response_IsSentWithItsFields()
    {
        var response = _harness.Send("GET /response");
        Assert.Equal("HTTP/1.1 201 Created", response.StatusLine);
        Assert.Equal("/made", response["Location"]);
        Assert.Equal("1", response["X-Two"]);
        Assert.Equal("application/octet-stream", response["Content-Type"]);
        Assert.Equal("made", response.Content);
    }

    [Fact] // RFC 9110 §15.3.6
    public void Status205_HasNoContentAndSaysSo()
    {
        var response = _harness.Send("GET /problem/reset");
        Assert.Equal((205, "0", ""), (response.Status, response["Content-Length"], response.Content));
    }

    [Theory]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(304)]
    public void Response_WithContentThatItsStatusForbids_IsRefused(int code)
    {
        _harness.Begin($"GET /response/content?code={code}");
        Assert.Contains("has no content", Assert.Throws<InvalidOperationException>(() => _harness.Handle()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_IsAskedForAndGiven()
    {
        _harness.Begin("POST /content?first=1", contentLength: 5);
        Assert.Equal(ExchangeStep.ReadContent, _harness.Step());
        Assert.Equal(10, _harness.Exchange.MaxContentBytes);
        Assert.False(_harness.Exchange.HasResponded);
        Assert.Equal(ExchangeStep.Complete, _harness.Handle("hello"));
    }

    [Fact] // Seed AG-01
    public void Content_OfARequestWithoutAny_IsEmptyAndNotAskedFor()
    {
        _harness.Begin("POST /content");
        Assert.Equal(ExchangeStep.Complete, _harness.Step());
        Assert.Equal("0 ", _harness.Finish().Content);
    }

    [Theory] // Seed EV-70
    [InlineData("GET /constant/body", null, true)]
    [InlineData("GET /constant/body HTTP/1.0", "close", false)]
    public void Persistence_FollowsTheRequest(string request, string? connection, bool persists)
    {
        _harness.Begin(request);
        _ = _harness.Handle();
        Assert.Equal(persists, _harness.Exchange.Persists);
        Assert.Equal(connection, _harness.Finish()["Connection"]);
    }

    [Fact]
    public void Persistence_OfAnHttp10Client_IsConfirmed()
    {
        foreach (var path in new[] { "/constant/body", "/text?v=a" })
        {
            Assert.Equal("keep-alive", _harness.Send($"GET {path} HTTP/1.0", "", "Connection: keep-alive")["Connection"]);
            Assert.Equal("close", _harness.Send($"GET {path}", "", "Connection: close")["Connection"]);
        }
    }

    [Fact]
    public void EndpointName_IsThatOfTheUsersMethod()
    {
        _harness.Begin("GET /text?v=a");
        Assert.Null(_harness.Exchange.EndpointName);
        _ = _harness.Handle();
        Assert.Equal("Results.Text", _harness.Exchange.EndpointName);
    }
}
