namespace Picard.Middleware.Tests;

public sealed class ResponseCookieTests
{
    [Fact] // Seed H.6 MW-50: simple-set-cookie-test
    public void Cookie_IsSafeUnlessItSaysOtherwise() => Assert.Equal("id=7; Secure; HttpOnly; SameSite=Lax", Sent(new ResponseCookie("id", "7")));

    [Fact] // Seed H.6 MW-50: set-cookie-with-path-test, and every attribute that RFC 6265bis still has
    public void Attributes_AreSent()
    {
        var cookie = new ResponseCookie("id", "7")
        {
            Domain = "example.com",
            Path = "/shop",
            MaxAge = TimeSpan.FromSeconds(90.5),
            Expires = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            SameSite = SameSite.None,
            HttpOnly = false,
            Partitioned = true,
        };
        Assert.Equal("id=7; Domain=example.com; Path=/shop; Expires=Fri, 02 Jan 2026 03:04:05 GMT; Max-Age=90; Secure; SameSite=None; Partitioned", Sent(cookie));
    }

    [Theory]
    [InlineData("a b", "")]
    [InlineData("a=", "")]
    [InlineData("ä", "")]
    [InlineData("a", "b c")]
    [InlineData("a", "b;c")]
    [InlineData("a", "\"b\"")]
    [InlineData("a", "b\r\nX: y")]
    [InlineData("a", "ä")]
    public void NameOrValueThatNoCookieHas_IsRefused(string name, string value) =>
        Assert.Contains("RFC 6265bis §4.1.1", Assert.Throws<ArgumentException>(() => new ResponseCookie(name, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void CookieOf4097Octets_IsRefused()
    {
        Assert.Equal(4095, new ResponseCookie("a", new string('b', 4095)).Value.Length);
        Assert.Throws<ArgumentException>(() => new ResponseCookie("a", new string('b', 4096)));
    }

    [Theory]
    [InlineData("a b; c=\"d\", 100%\u00e4", "a%20b%3B%20c=%22d%22%2C%20100%25%C3%A4")]
    [InlineData("plain", "plain")]
    public void EncodedText_IsWhatCookieParametersDecode(string text, string value) => Assert.Equal(value, new ResponseCookie("a", ResponseCookie.Encode(text)).Value);

    [Fact]
    public void CookieThatBrowsersWouldDrop_IsRefusedByTheRule()
    {
        AssertRefused("prefix needs Secure", new ResponseCookie("__Secure-id", "7") { Secure = false });
        AssertRefused("__Host- needs the Path '/'", new ResponseCookie("__Host-id", "7"));
        AssertRefused("__Host- needs the Path '/'", new ResponseCookie("__host-id", "7") { Path = "/", Domain = "example.com" });
        AssertRefused("SameSite=None needs Secure", new ResponseCookie("id", "7") { SameSite = SameSite.None, Secure = false });
        AssertRefused("Partitioned needs Secure", new ResponseCookie("id", "7") { Partitioned = true, Secure = false });
        AssertRefused("Path begins", new ResponseCookie("id", "7") { Path = "shop" });
        AssertRefused("Path begins", new ResponseCookie("id", "7") { Path = "/; Domain=evil.example" });
        AssertRefused("Domain is a host", new ResponseCookie("id", "7") { Domain = ".example.com" });
        AssertRefused("Domain is a host", new ResponseCookie("id", "7") { Domain = "example.com; Path=/" });
        AssertRefused("MaxAge is negative", new ResponseCookie("id", "7") { MaxAge = TimeSpan.FromSeconds(-1) });
        Assert.StartsWith("__Host-id=7; Path=/; Secure;", Sent(new ResponseCookie("__Host-id", "7") { Path = "/" }), StringComparison.Ordinal);

        static void AssertRefused(string rule, ResponseCookie cookie) =>
            Assert.Contains(rule, Assert.Throws<ArgumentException>(() => new ResponseFields().SetCookie(cookie)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeletedCookie_HasExpired()
    {
        var fields = new ResponseFields();
        fields.DeleteCookie(new ResponseCookie("id", "7") { Path = "/shop" });
        Assert.Equal("id=; Path=/shop; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Secure; HttpOnly; SameSite=Lax", Assert.Single(fields).Value);
    }

    [Fact]
    public void EachName_IsSetOnce()
    {
        var fields = new ResponseFields();
        fields.SetCookie(new ResponseCookie("id", "7"));
        fields.SetCookie(new ResponseCookie("id2", "8"));
        fields.SetCookie(new ResponseCookie("id", "9"));
        Assert.Equal(["id2=8", "id=9"], fields.Select(static f => f.Value[..f.Value.IndexOf(';', StringComparison.Ordinal)]));
        Assert.All(fields, static f => Assert.Equal("Set-Cookie", f.Name));
    }

    [Fact]
    public void Cookie_CannotBeATrailer() =>
        Assert.Throws<ArgumentException>(() => new Response(StatusCode.Ok).Trailers.SetCookie(new ResponseCookie("id", "7")));

    [Fact] // Seed H.6 MW-50: simple-get-cookies-test, there and back
    public async Task CookieThatWasSet_IsReadByItsParameter()
    {
        var set = await Serving.AskAsync<CookieApplication>(Serving.Client, [], "/set");
        Assert.Contains("\r\nSet-Cookie: note=a%20b; Secure; HttpOnly; SameSite=Lax\r\n", set, StringComparison.Ordinal);
        var read = await Serving.AskAsync<CookieApplication>(Serving.Client, [], "/read", "Cookie: other=1; note=a%20b");
        Assert.Equal("a b", TestPeer.ContentOf(read));
    }

    private static string Sent(ResponseCookie cookie)
    {
        var fields = new ResponseFields();
        fields.SetCookie(cookie);
        return Assert.Single(fields).Value;
    }
}
