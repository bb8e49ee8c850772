namespace Picard.Middleware.Tests;

public sealed class CorsTests
{
    private const string Preflight = "OPTIONS /item";
    private const string AsksDelete = "Access-Control-Request-Method: DELETE";

    [Fact]
    public async Task Preflight_IsAnsweredBeforeRouting()
    {
        var options = new CorsOptions { Origins = ["https://app.example"], Methods = ["GET", "DELETE"], RequestFields = ["Content-Type", "X-Key"], MaxAge = TimeSpan.FromMinutes(1) };
        foreach (var target in new[] { Preflight, "OPTIONS /nowhere" })
        {
            var answer = await AskAsync(options, target, "Origin: https://app.example", AsksDelete, "Access-Control-Request-Headers: x-key");
            Assert.StartsWith("HTTP/1.1 204 ", answer, StringComparison.Ordinal);
            Assert.Equal(["Vary: Origin", "Access-Control-Allow-Origin: https://app.example", "Access-Control-Allow-Methods: GET, DELETE", "Access-Control-Allow-Headers: Content-Type, X-Key", "Access-Control-Max-Age: 60"], Fields(answer));
        }
    }

    [Theory]
    [InlineData("https://other.example")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example:444")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("https://evil-app.example")]
    [InlineData("null")]
    [InlineData("https://app.example|Origin: https://app.example")]
    public async Task OriginThatIsNotAllowed_GetsNoField(string origin)
    {
        var options = new CorsOptions { Origins = ["https://app.example"], ExposedFields = ["X-Total"] };
        var fields = ("Origin: " + origin).Split('|');
        var preflight = await AskAsync(options, Preflight, [.. fields, AsksDelete]);
        Assert.StartsWith("HTTP/1.1 204 ", preflight, StringComparison.Ordinal);
        Assert.Equal(["Vary: Origin"], Fields(preflight));
        var answer = await AskAsync(options, "/", fields);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal(["Vary: Origin"], Fields(answer));
    }

    [Theory]
    [InlineData("https://a.example.com", true)]
    [InlineData("https://a.b.example.com", true)]
    [InlineData("https://example.com", false)]
    [InlineData("https://.example.com", false)]
    [InlineData("https://evilexample.com", false)]
    [InlineData("https://a.example.com:8443", false)]
    [InlineData("http://a.example.com", false)]
    [InlineData("https://evil.com/.example.com", false)]
    [InlineData("https://evil.com:80.example.com", false)]
    public async Task Subdomains_AreThoseBelowThePattern(string origin, bool isAllowed)
    {
        var answer = await AskAsync(new CorsOptions { Origins = ["https://*.example.com"] }, "/", "Origin: " + origin);
        Assert.Equal(isAllowed ? ["Vary: Origin", "Access-Control-Allow-Origin: " + origin] : ["Vary: Origin"], Fields(answer));
    }

    [Fact]
    public async Task AnyOrigin_IsAnsweredWithAWildcard_AndDoesNotVary()
    {
        var answer = await AskAsync(new CorsOptions { Origins = ["*"], ExposedFields = ["*"] }, "/", "Origin: https://app.example");
        Assert.Equal(["Access-Control-Allow-Origin: *", "Access-Control-Expose-Headers: *"], Fields(answer));
    }

    [Fact]
    public async Task Credentials_AreAllowedByName()
    {
        var options = new CorsOptions { Origins = ["https://app.example"], Credentials = CorsCredentials.Include };
        var answer = await AskAsync(options, "/", "Origin: https://app.example");
        Assert.Equal(["Vary: Origin", "Access-Control-Allow-Origin: https://app.example", "Access-Control-Allow-Credentials: true"], Fields(answer));
    }

    [Fact]
    public async Task AnswerToARequestWithoutOrigin_VariesToo()
    {
        Assert.Equal(["Vary: Origin"], Fields(await AskAsync(new CorsOptions { Origins = ["https://app.example"] }, "/")));
    }

    [Fact]
    public async Task VaryOfTheHandler_StandsBeside()
    {
        var answer = await AskAsync(new CorsOptions { Origins = ["https://app.example"] }, "/varies");
        Assert.Equal(["Vary: Accept", "Vary: Origin"], Fields(answer));
    }

    [Fact]
    public async Task Problem_HasTheFieldsToo()
    {
        var answer = await AskAsync(new CorsOptions { Origins = ["https://app.example"] }, "/nowhere", "Origin: https://app.example");
        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("Access-Control-Allow-Origin: https://app.example", Fields(answer));
    }

    [Theory]
    [InlineData("Origin: https://app.example")]
    [InlineData(AsksDelete)]
    public async Task OptionsThatIsNoPreflight_ReachesRouting(string field)
    {
        var answer = await AskAsync(new CorsOptions { Origins = ["https://app.example"] }, Preflight, field);
        Assert.Contains("\r\nAllow: DELETE, OPTIONS\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PrivateNetworkAccess.Allow, "true", true)]
    [InlineData(PrivateNetworkAccess.Allow, "false", false)]
    [InlineData(PrivateNetworkAccess.Unspecified, "true", false)]
    public async Task PrivateNetwork_IsOpenedWhereTheOptionSaysSo(PrivateNetworkAccess access, string asked, bool isAllowed)
    {
        var options = new CorsOptions { Origins = ["https://app.example"], PrivateNetwork = access };
        var answer = await AskAsync(options, Preflight, "Origin: https://app.example", AsksDelete, "Access-Control-Request-Private-Network: " + asked);
        Assert.Equal(isAllowed, answer.Contains("\r\nAccess-Control-Allow-Private-Network: true\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public void OptionThatIsWrong_FailsAtStartByName()
    {
        AssertWrong("Origins is empty", new CorsOptions { Origins = [] });
        AssertWrong("Origins has 'null'", new CorsOptions { Origins = ["null"] });
        AssertWrong("Origins has '*': '*' stands alone", new CorsOptions { Origins = ["https://a.example", "*"] });
        AssertWrong("Origins has 'a.example'", new CorsOptions { Origins = ["a.example"] });
        AssertWrong("Origins has 'https://a.example/': browsers write it 'https://a.example'", new CorsOptions { Origins = ["https://a.example/"] });
        AssertWrong("Origins has 'https://A.example': browsers write it 'https://a.example'", new CorsOptions { Origins = ["https://A.example"] });
        AssertWrong("Origins has 'https://a.example:443': browsers write it 'https://a.example'", new CorsOptions { Origins = ["https://a.example:443"] });
        AssertWrong("Origins has 'https://a.*.example'", new CorsOptions { Origins = ["https://a.*.example"] });
        AssertWrong("Origins has 'https://*.*.example'", new CorsOptions { Origins = ["https://*.*.example"] });
        AssertWrong("Methods has 'A B'", new CorsOptions { Origins = ["*"], Methods = ["A B"] });
        AssertWrong("RequestFields has '*'", new CorsOptions { Origins = ["*"], RequestFields = ["*", "X-Key"] });
        AssertWrong("MaxAge is ", new CorsOptions { Origins = ["*"], MaxAge = TimeSpan.FromDays(2) });
    }

    [Fact]
    public void WildcardWithCredentials_FailsAtStart()
    {
        AssertWrong("Origins is '*' and CorsOptions.Credentials is Include", new CorsOptions { Origins = ["*"], Credentials = CorsCredentials.Include });
        AssertWrong("Methods is '*'", new CorsOptions { Origins = ["https://a.example"], Methods = ["*"], Credentials = CorsCredentials.Include });
        AssertWrong("RequestFields is '*'", new CorsOptions { Origins = ["https://a.example"], RequestFields = ["*"], Credentials = CorsCredentials.Include });
        AssertWrong("ExposedFields is '*'", new CorsOptions { Origins = ["https://a.example"], ExposedFields = ["*"], Credentials = CorsCredentials.Include });
    }

    [Theory]
    [InlineData("Origin: https://app.example")]
    [InlineData("Origin: https://a.example.com")]
    [InlineData("Origin: https://other.example")]
    [InlineData("Accept: */*")]
    public void RequestThatPasses_AllocatesNothing(string field)
    {
        var options = new CorsOptions { Origins = ["https://app.example", "https://*.example.com"], ExposedFields = ["X-Total"] };
        Serving.AssertAllocatesNothing(Serving.Application<CorsApplication>(options), Serving.Client, Serving.Request("/", field));
    }

    private static void AssertWrong(string what, CorsOptions options) =>
        Assert.StartsWith("CorsOptions." + what, Assert.ThrowsAny<ArgumentException>(() => Serving.Application<CorsApplication>(options)).Message, StringComparison.Ordinal);

    private static Task<string> AskAsync(CorsOptions options, string target, params string[] fields) => Serving.AskAsync<CorsApplication>(Serving.Client, [options], target, fields);

    private static string[] Fields(string answer) =>
        [.. answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n").Where(static l => l.StartsWith("Vary", StringComparison.Ordinal) || l.StartsWith("Access-Control", StringComparison.Ordinal))];
}
