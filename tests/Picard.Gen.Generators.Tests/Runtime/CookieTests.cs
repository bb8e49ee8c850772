using Picard.Gen.Generators.Tests.CompiledHandlers;

namespace Picard.Gen.Generators.Tests;

public sealed class CookieTests
{
    private readonly ExchangeHarness _harness = ExchangeHarness.For<CookiesApplication>();

    [Theory] // Seed MW-50
    [InlineData("v=a", "a")]
    [InlineData("v=", "")]
    [InlineData("v=\"\"", "")]
    [InlineData("v=\"a\"", "a")]
    [InlineData("a=b; v=c; d=e", "c")]
    [InlineData("a=b;v=c", "c")]
    [InlineData("a=b ;\tv=c\t; ", "c")]
    [InlineData(";;v=c;", "c")]
    [InlineData("V=x; v=c; vv=y; v2=z", "c")]
    [InlineData("v; v=c; =v", "c")]
    [InlineData("v =x; v=c", "c")]
    [InlineData("v=a=b==", "a=b==")]
    [InlineData("v=%C3%BC%20%3B%22", "ü ;\"")]
    [InlineData("v=\"%41\"", "A")]
    [InlineData("v=%2541", "%41")]
    [InlineData("v=a+b", "a+b")]
    [InlineData("a=\"; v=c; b=\"", "c")]
    [InlineData("a=ü; b=%; v=c", "c")]
    public void Value_IsFound(string cookies, string value)
    {
        Assert.Equal(value, Ok("/text", cookies));
        Assert.Equal(value, Ok("/text/optional", cookies));
        Assert.Equal(value, Ok("/text/array", cookies));
    }

    [Fact]
    public void Value_IsFoundInAnyOfSeveralLines()
    {
        Assert.Equal("c", Ok("/text", "a=b", "v=c", "d=e"));
        Assert.Equal("1|2|3", Ok("/text/array", "v=1; v=2", "v=3"));
    }

    [Theory]
    [InlineData("/number", "v=42", "42")]
    [InlineData("/number/optional", "v=\"-1\"", "-1")]
    [InlineData("/number/optional", "v=", "")]
    [InlineData("/number/optional", "w=1", "")]
    [InlineData("/number/array", "v=1; w=0; v=2", "1|2")]
    [InlineData("/guid", "__Host-id=7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11", "7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11")]
    [InlineData("/enum", "v=green", "Green")]
    [InlineData("/text/default", "w=1", "default")]
    [InlineData("/text/default", "v=", "")]
    public void Value_IsReadAsItsType(string target, string cookies, string shown) => Assert.Equal(shown, Ok(target, cookies));

    [Fact]
    public void Value_ThatIsMissing_IsRefusedUnlessOptional()
    {
        Refused("/text", "is missing");
        Refused("/text", "is missing", "w=v");
        Refused("/number", "is missing", "v=");
        Assert.Equal("null", Ok("/text/optional"));
        Assert.Equal("", Ok("/text/array"));
    }

    [Theory]
    [InlineData("v=a; v=b")]
    [InlineData("v=a; v=a")]
    [InlineData("v=; v=")]
    public void Value_ThatIsRepeated_IsRefusedWhereOneIsExpected(string cookies)
    {
        Refused("/text", "is given more than once", cookies);
        Refused("/text/optional", "is given more than once", cookies);
        Refused("/text", "is given more than once", "v=a", "v=b");
    }

    [Theory]
    [InlineData("v=a b")]
    [InlineData("v=a,b")]
    [InlineData("v=a\\b")]
    [InlineData("v=\"a")]
    [InlineData("v=a\"")]
    [InlineData("v=\"")]
    [InlineData("v=\"a\"b\"")]
    [InlineData("v=\"a;b\"")]
    [InlineData("v=ü")]
    [InlineData("v=%")]
    [InlineData("v=%4")]
    [InlineData("v=%zz")]
    [InlineData("v=%FF")]
    [InlineData("v=%C3")]
    public void Value_ThatIsMalformed_IsRefused(string cookies)
    {
        Refused("/text", "is not a cookie value", cookies);
        Refused("/text/optional", "is not a cookie value", cookies);
        Refused("/text/array", "is not a cookie value", cookies);
    }

    [Theory]
    [InlineData("/number", "v=x", "is not a valid integer")]
    [InlineData("/number/array", "v=1; v=x", "is not a valid integer")]
    [InlineData("/enum", "v=blue", "is not a valid Colour")]
    public void Value_ThatIsNotOfItsType_IsRefused(string target, string cookies, string matter) => Refused(target, matter, cookies);

    [Fact]
    public void Cookies_InGreatNumber_AreSearchedOnce() =>
        Assert.Equal("c", Ok("/text", string.Concat(Enumerable.Repeat("v2=x;", 4_000)) + "v=c"));

    private string Ok(string target, params string[] cookies)
    {
        var response = _harness.Send("GET " + target, "", [.. cookies.Select(static c => "Cookie: " + c)]);
        Assert.Equal((200, response.Content), (response.Status, response.Content));
        return response.Content;
    }

    private void Refused(string target, string matter, params string[] cookies)
    {
        var response = _harness.Send("GET " + target, "", [.. cookies.Select(static c => "cookie: " + c)]);
        Assert.Equal(400, response.Status);
        var problem = System.Text.Json.JsonElement.Parse(response.Content);
        Assert.StartsWith($"The cookie 'v' {matter}", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("v", problem.GetProperty("parameter").GetString());
    }
}
