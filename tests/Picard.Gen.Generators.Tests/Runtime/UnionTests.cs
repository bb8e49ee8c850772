using Picard.Gen.Generators.Tests.CompiledHandlers;

namespace Picard.Gen.Generators.Tests;

public sealed class UnionTests
{
    private const string Ada = """{"id":1,"name":"Ada"}""";

    private readonly ExchangeHarness _harness = ExchangeHarness.For<UnionsApplication>();

    [Theory]
    [InlineData("/created?at=/users/1", 201, "/users/1", Ada)]
    [InlineData("/created/task", 201, "/users/1", Ada)]
    [InlineData("/created/value-task", 201, "/users/1", Ada)]
    [InlineData("/created/default", 201, null, "null")]
    [InlineData("/accepted/value", 202, null, "7")]
    [InlineData("/accepted/value/at", 202, "/jobs/1", "7")]
    [InlineData("/ok/value", 200, null, $"[{Ada}]")]
    [InlineData("/not-found/value", 404, null, """{"text":"gone"}""")]
    [InlineData("/bad/value", 400, null, """{"text":"bad"}""")]
    [InlineData("/conflict/value", 409, null, """{"text":"twice"}""")]
    [InlineData("/unprocessable/value", 422, null, """{"text":"no"}""")]
    [InlineData("/union?kind=user", 200, null, Ada)]
    [InlineData("/union?kind=conflict", 409, null, """{"text":"twice"}""")]
    [InlineData("/union/two?made=true", 201, "/users/1", Ada)]
    [InlineData("/union/four?kind=1", 200, null, "4")]
    [InlineData("/union/four?kind=2", 200, null, "true")]
    [InlineData("/union/five?nested=false", 200, null, $"[{Ada}]")]
    [InlineData("/loud?kind=1", 200, null, """{"ID":1,"NAME":"Ada"}""")]
    [InlineData("/loud?kind=3", 201, "/users/1", """{"ID":1,"NAME":"Ada"}""")]
    [InlineData("/loud/optional?there=true", 200, null, """{"ID":1,"NAME":"Ada"}""")]
    [InlineData("/loud/created", 201, "/users/1", """{"ID":1,"NAME":"Ada"}""")]
    public void Value_IsSentAsJsonWithItsStatus(string target, int status, string? location, string content)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal((status, location, content), (response.Status, response["Location"], response.Content));
        Assert.Equal("application/json", response["Content-Type"]);
    }

    [Theory]
    [InlineData("/ok", 200, null)]
    [InlineData("/created/bare", 201, "https://example.org/%C3%BC?q=1")]
    [InlineData("/accepted", 202, "/jobs/1")]
    [InlineData("/none", 204, null)]
    [InlineData("/union?kind=status", 410, null)]
    [InlineData("/union/two?made=false", 204, null)]
    [InlineData("/union/four?kind=3", 204, null)]
    [InlineData("/redirect?kind=301&to=/a", 301, "/a")]
    [InlineData("/redirect?kind=302&to=/a", 302, "/a")]
    [InlineData("/redirect?kind=303&to=//example.org", 303, "//example.org")]
    [InlineData("/redirect?kind=307&to=/a", 307, "/a")]
    [InlineData("/redirect?kind=308&to=/a", 308, "/a")]
    public void Status_HasNoContent(string target, int status, string? location)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal((status, location, ""), (response.Status, response["Location"], response.Content));
        Assert.Null(response["Content-Type"]);
        Assert.Equal(status == 204 ? null : "0", response["Content-Length"]);
    }

    [Theory]
    [InlineData("/created/null", 404)]
    [InlineData("/not-found", 404)]
    [InlineData("/bad", 400)]
    [InlineData("/forbidden", 403)]
    [InlineData("/conflict", 409)]
    [InlineData("/unprocessable", 422)]
    [InlineData("/union?kind=none", 404)]
    [InlineData("/union?kind=null", 404)]
    [InlineData("/union?kind=problem", 423)]
    [InlineData("/union/four?kind=0", 404)]
    [InlineData("/union/five?nested=true", 403)]
    [InlineData("/loud?kind=2", 404)]
    [InlineData("/loud/optional?there=false", 404)]
    [InlineData("/loud/alone", 404)]
    public void Error_WithoutAValue_IsAProblem(string target, int status)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal((status, "application/problem+json"), (response.Status, response["Content-Type"]));
        Assert.Contains($"\"status\":{status}", response.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/union?kind=text", "text/plain; charset=utf-8", "text")]
    [InlineData("/union/three?kind=1", "application/octet-stream", "A")]
    [InlineData("/union/three?kind=2", "application/octet-stream", "B")]
    [InlineData("/union/three?kind=3", "text/plain; charset=utf-8", "C")]
    [InlineData("/loud?kind=4", "text/plain; charset=utf-8", "text")]
    public void Union_OfTextAndOctets_SendsThemAsTheyAre(string target, string contentType, string content)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal((200, contentType, content), (response.Status, response["Content-Type"], response.Content));
    }

    [Theory]
    [InlineData("/union?kind=", "none of its kinds")]
    [InlineData("/redirect?kind=&to=/", "leads nowhere")]
    public void Default_ThatSaysNothing_IsRefusedAndTheExchangeCanStillBeAnswered(string target, string message)
    {
        _harness.Begin("GET " + target);
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => _harness.Handle()).Message, StringComparison.Ordinal);
        _ = _harness.Exchange.RespondProblem(StatusCode.InternalServerError);
        Assert.Equal(500, _harness.Finish().Status);
    }

    [Theory]
    [InlineData("/a b", "/a%20b")]
    [InlineData("/ü/€/😀", "/%C3%BC/%E2%82%AC/%F0%9F%98%80")]
    [InlineData("/a%20b", "/a%20b")]
    [InlineData("/100%", "/100%25")]
    [InlineData("/%2", "/%252")]
    [InlineData("/%zz", "/%25zz")]
    [InlineData("/\"<>\\^`{|}", "/%22%3C%3E%5C%5E%60%7B%7C%7D")]
    [InlineData("https://u@example.org:80/a;b=c,d?e=f&g=h#i[1]!$'()*+~-._", "https://u@example.org:80/a;b=c,d?e=f&g=h#i[1]!$'()*+~-._")]
    [InlineData("", "")]
    public void Location_IsPercentEncodedOnce(string given, string sent)
    {
        Assert.Equal(sent, Created.At(given).Location);
        Assert.Equal(sent, Created.At(given, 1).Location);
        Assert.Equal(sent, Accepted.At(given, 1).Location);
        Assert.Equal(sent, Redirect.Found(given).Location);
    }

    [Fact]
    public void Location_WithALoneSurrogate_HasTheReplacementCharacter() => Assert.Equal("/%EF%BF%BDa", Created.At("/\ud800a").Location);

    [Theory]
    [InlineData("/a\r\nSet-Cookie: a=b")]
    [InlineData("/a\n")]
    [InlineData("/a\r")]
    [InlineData("/\0")]
    [InlineData("/\t")]
    [InlineData("/\u007f")]
    [InlineData("/\u0085")]
    public void Location_WithAControlCharacter_IsRefused(string location)
    {
        Assert.Contains("control character", Assert.Throws<ArgumentException>(() => Created.At(location)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Accepted.At(location, 1));
        Assert.Throws<ArgumentException>(() => Redirect.SeeOther(location));
    }

    [Fact]
    public void Location_FromTheRequest_CannotBreakOutOfItsLine()
    {
        _harness.Begin("GET /created?at=/a%0D%0ASet-Cookie:%20a=b");
        Assert.Throws<ArgumentException>(() => _harness.Handle());
        Assert.False(_harness.Exchange.HasResponded);
        Assert.Equal(0, _harness.Output.Length);
    }

    [Fact]
    public void Value_IsThereForTestsOfHandlers()
    {
        Results<User, NotFound> found = new User(1, "Ada");
        Results<User, NotFound> none = default(NotFound);
        Assert.Equal(new User(1, "Ada"), found.Value);
        Assert.Equal(default(NotFound), none.Value);
        Assert.Null(default(Results<User, NotFound>).Value);
        Assert.NotEqual(found, none);
    }

    [Fact]
    public void Head_OfAResultWithALocation_HasTheHeadAlone()
    {
        var response = _harness.Send("HEAD /created/task");
        Assert.Equal((201, "/users/1", ""), (response.Status, response["Location"], response.Content));
        Assert.Equal("21", response["Content-Length"]);
    }
}
