using Picard.Gen.Generators.Tests.CompiledHandlers;

namespace Picard.Gen.Generators.Tests;

/// <summary>Conditional requests (RFC 9110 §13) and what caches are told.</summary>
public sealed class ConditionalTests
{
    private const string Modified = "Sun, 06 Nov 1994 08:49:37 GMT";

    private readonly ExchangeHarness _harness = ExchangeHarness.For<ConditionalApplication>();

    [Theory]
    [InlineData(200)]
    [InlineData(304, "If-None-Match: \"v1\"")]
    [InlineData(304, "If-None-Match: W/\"v1\"")]
    [InlineData(304, "If-None-Match: \"v0\", \"v1\"")]
    [InlineData(304, "If-None-Match: \"v0\"", "If-None-Match: \"v1\"")]
    [InlineData(304, "If-None-Match: *")]
    [InlineData(200, "If-None-Match: \"v2\"")]
    [InlineData(200, "If-None-Match: v1")]
    [InlineData(304, "If-Modified-Since: " + Modified)]
    [InlineData(304, "If-Modified-Since: Mon, 07 Nov 1994 08:49:37 GMT")]
    [InlineData(200, "If-Modified-Since: Sat, 05 Nov 1994 08:49:37 GMT")]
    [InlineData(200, "If-Modified-Since: yesterday")]
    [InlineData(200, "If-None-Match: \"v2\"", "If-Modified-Since: " + Modified)] // §13.1.3: ignored where there is If-None-Match
    [InlineData(412, "If-Match: \"v2\"")]
    [InlineData(412, "If-Match: W/\"v1\"")] // §13.1.1: the strong comparison
    [InlineData(200, "If-Match: \"v1\"")]
    [InlineData(200, "If-Match: *")]
    [InlineData(412, "If-Unmodified-Since: Sat, 05 Nov 1994 08:49:37 GMT")]
    [InlineData(200, "If-Unmodified-Since: " + Modified)]
    [InlineData(200, "If-Match: \"v1\"", "If-Unmodified-Since: Sat, 05 Nov 1994 08:49:37 GMT")] // §13.1.4: ignored where there is If-Match
    [InlineData(412, "If-Match: \"v2\"", "If-None-Match: \"v1\"")] // §13.2.2: If-Match first
    public void Get_WithConditions(int status, params string[] conditions)
    {
        foreach (var method in new[] { "GET", "HEAD" })
        {
            var response = _harness.Send($"{method} /tagged", "", conditions);
            Assert.Equal(status, response.Status);
            Assert.Equal("\"v1\"", response["ETag"]);
        }
    }

    [Theory] // RFC 9110 §13.1.1, §13.1.2: "*" is any present state, whether it has a tag or not
    [InlineData(200, "If-Match: *")]
    [InlineData(304, "If-None-Match: *")]
    [InlineData(412, "If-Match: \"v1\"")]
    [InlineData(200, "If-None-Match: \"v1\"")]
    public void Get_OfWhatHasADateAndNoTag(int status, string condition) => Assert.Equal(status, _harness.Send("GET /dated", "", condition).Status);

    [Fact]
    public void NotModified_SaysWhatA200WouldHaveSaidToCaches_AndHasNoContent()
    {
        var response = _harness.Send("GET /tagged", "", "If-None-Match: \"v1\"");
        Assert.Equal("max-age=60", response["Cache-Control"]);
        Assert.Equal(Modified, response["Last-Modified"]);
        Assert.Equal("accept-encoding", response["Vary"]);
        Assert.Null(response["Content-Type"]);
        Assert.Null(response["Content-Length"]);
        Assert.Empty(response.Content);
    }

    [Theory]
    [InlineData(204, "If-Match: \"v1\"")]
    [InlineData(412, "If-Match: \"v2\"")]
    [InlineData(412, "If-None-Match: *")]
    [InlineData(204, "If-Modified-Since: " + Modified)] // §13.1.3: for GET and HEAD alone
    public void Put_ThatLooksAtItsConditions(int status, string condition) => Assert.Equal(status, _harness.Send("PUT /tagged", "", condition).Status);

    [Theory]
    [InlineData(204, "If-None-Match: *")]
    [InlineData(412, "If-Match: *")]
    public void Put_OfWhatDoesNotExist(int status, string condition) => Assert.Equal(status, _harness.Send("PUT /new", "", condition).Status);

    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("W/\"a\"", true)]
    [InlineData("\"\"", true)]
    [InlineData("w/\"a\"", false)]
    [InlineData("a", false)]
    [InlineData("\"", false)]
    [InlineData("\"a\"b\"", false)]
    [InlineData("\"a b\"", false)]
    public void EntityTag_IsReadAndWrittenAlike(string text, bool isTag)
    {
        Assert.Equal(isTag, EntityTag.TryParse(System.Text.Encoding.Latin1.GetBytes(text), out var tag));
        Assert.True(!isTag || tag.ToString() == text);
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a b")]
    [InlineData("a\r\nb")]
    [InlineData("ā")]
    public void EntityTag_WithACharacterThatIsNotAllowed_IsRefused(string opaque)
    {
        Assert.Throws<ArgumentException>(() => EntityTag.Strong(opaque));
        Assert.Throws<ArgumentException>(() => EntityTag.Weak(opaque));
    }

    [Fact]
    public void CacheControl_IsWrittenAsDirectives()
    {
        Assert.Equal("no-store", CacheControl.NoStore.ToString());
        Assert.Equal("no-cache", CacheControl.Revalidate.ToString());
        Assert.Equal("public, immutable, max-age=31536000", CacheControl.Immutable.ToString());
        Assert.Equal("private, must-revalidate, max-age=60, s-maxage=0, stale-while-revalidate=30", new CacheControl
        {
            Storage = CacheStorage.UserAgent,
            Reuse = CacheReuse.OnlyWhileFresh,
            MaxAge = TimeSpan.FromSeconds(60.9),
            SharedMaxAge = TimeSpan.Zero,
            StaleWhileRevalidate = TimeSpan.FromSeconds(30),
        }.ToString());
        Assert.Throws<InvalidOperationException>(() => new CacheControl { MaxAge = TimeSpan.FromSeconds(-1) }.ToString());
    }

    [Theory]
    [InlineData("application/problem+json")]
    [InlineData("application/problem+json", "Accept: */*")]
    [InlineData("application/problem+json", "Accept: application/json")]
    [InlineData("application/problem+json", "Accept: application/json, text/plain")]
    [InlineData("application/problem+json", "Accept: image/png")]
    [InlineData("application/problem+json", "Accept: text/plain;q=0")]
    [InlineData("application/problem+json", "Accept: text/plain;q=5")]
    [InlineData("application/problem+json", "Accept: text/plain;q=0.4, application/*;q=0.5")]
    [InlineData("text/plain; charset=utf-8", "Accept: text/plain")]
    [InlineData("text/plain; charset=utf-8", "Accept: text/*")]
    [InlineData("text/plain; charset=utf-8", "Accept: TEXT/PLAIN, */*;q=0.1")]
    [InlineData("text/plain; charset=utf-8", "Accept: application/json;q=0.9", "Accept: text/plain")]
    public void Problem_IsJson_UnlessTextIsMoreWelcome(string contentType, params string[] accept)
    {
        foreach (var (request, status) in new[] { ("GET /nowhere", 404), ("DELETE /tagged", 405), ("GET /%00", 400), ("FOO /tagged", 501), ("GET /null", 404) })
        {
            var response = _harness.Send(request, "", accept);
            Assert.Equal(status, response.Status);
            Assert.Equal((request, contentType), (request, response["Content-Type"]));
            Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), response.Content, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Content-Type")]
    [InlineData("host")]
    [InlineData("Authorization")]
    [InlineData("Trailer")]
    public void Trailer_ThatIsNeededBeforeTheContent_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => new Response(StatusCode.Ok).Trailers.Add(name, "x"));
}
