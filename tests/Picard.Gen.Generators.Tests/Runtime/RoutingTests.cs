using Picard.Gen.Generators.Tests.CompiledHandlers;

namespace Picard.Gen.Generators.Tests;

public sealed class RoutingTests
{
    private readonly ExchangeHarness _harness = ExchangeHarness.For<RoutesApplication>();

    [Theory] // Seed EV-69, RT-01, RT-02, RT-06, RT-07, RT-08, RT-13
    [InlineData("/", "root")]
    [InlineData("/users", "list")]
    [InlineData("/users/", "list")]
    [InlineData("/users?x=/y", "list")]
    [InlineData("/users/me", "me")]
    [InlineData("/users/42", "get 42")]
    [InlineData("/users/-42", "get -42")]
    [InlineData("/users/42x", "named 42x")]
    [InlineData("/users/42/posts", "posts 42")]
    [InlineData("/users/42/files/a/b", "files 42: a/b")]
    [InlineData("/users/ada/files", "files ada: ")]
    [InlineData("/users/ada/files/", "files ada: ")]
    [InlineData("/users/ada/files/a//b/", "files ada: a//b/")]
    [InlineData("/long/9999999999", "long 9999999999")]
    [InlineData("/guid/7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11", "guid 7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11")]
    [InlineData("/bool/TRUE", "bool True")]
    [InlineData("/alpha/aZ", "alpha aZ")]
    [InlineData("/min/3", "min 3")]
    [InlineData("/max/3", "max 3")]
    [InlineData("/range/5", "range 5")]
    [InlineData("/length/abc", "length abc")]
    [InlineData("/length/%C3%BCbc", "length übc")]
    [InlineData("/lengths/ab", "lengths ab")]
    [InlineData("/regex/ab", "regex ab")]
    [InlineData("/regex/ab%2F", "regex ab/")]
    [InlineData("/both/10", "both 10")]
    [InlineData("/mixed/1", "int 1")]
    [InlineData("/mixed/7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11", "guid 7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11")]
    [InlineData("/mixed/a", "alpha a")]
    [InlineData("/mixed/a1", "any a1")]
    [InlineData("/page", "page none")]
    [InlineData("/page/3", "page 3")]
    [InlineData("/sized", "size 10")]
    [InlineData("/sized/3", "size 3")]
    [InlineData("/two", "two x null")]
    [InlineData("/two/1", "two 1 null")]
    [InlineData("/two/1/2", "two 1 2")]
    [InlineData("/a/b/c/d", "deep")]
    [InlineData("/alias", "deep")]
    [InlineData("/a/b/c/e", "deeper b")]
    [InlineData("/%C3%BCber/%C3%A4", "unicode ä")]
    [InlineData("/many/one", "one")]
    [InlineData("/many/two", "two")]
    [InlineData("/many/three", "three")]
    [InlineData("/many/four", "four")]
    [InlineData("/many/five", "five")]
    [InlineData("/many/six", "six")]
    [InlineData("/many/ten", "ten")]
    [InlineData("/many/her", "her")]
    [InlineData("/many/his", "his")]
    public void Path_ThatMatches_IsAnsweredByTheMostSpecificRoute(string target, string answer)
    {
        Assert.Equal(answer, _harness.Send("GET " + target).Content);
        Assert.Equal(answer, _harness.Send("GET http://example" + target).Content);
    }

    [Theory]
    [InlineData("/1/2/3/4/5/6/7/8/9", "nine 7 8 9")]
    [InlineData("/1/2/3/4/5/6/7/8/9/", "nine 7 8 9")]
    [InlineData("/1/2/3/4/5/6/%37/8%2F/9", "nine 7 8/ 9")]
    [InlineData("/users/ada/files/1/2/3/4/5/6/7/8/9", "files ada: 1/2/3/4/5/6/7/8/9")]
    [InlineData("/users/ada/files/1/2/3/4/5/6/7/8/%39", "files ada: 1/2/3/4/5/6/7/8/9")]
    [InlineData("/users/ada/files/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6", "files ada: 1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6")]
    public void DeepPath_LeavesNothingToTheShallowOneAfterIt(string target, string answer)
    {
        Assert.Equal(answer, _harness.Send("GET " + target).Content);
        Assert.Equal("me", _harness.Send("GET /users/me").Content);
        Assert.Equal(answer, _harness.Send("GET " + target).Content);
    }

    [Theory] // Seed RT-05, RT-13, EP-01
    [InlineData("/user")]
    [InlineData("/Users")]
    [InlineData("/users//")]
    [InlineData("//users")]
    [InlineData("/users/42/other")]
    [InlineData("/long/99999999999999999999")]
    [InlineData("/guid/7f1f9c3e")]
    [InlineData("/bool/1")]
    [InlineData("/alpha/a1")]
    [InlineData("/min/2")]
    [InlineData("/max/4")]
    [InlineData("/range/6")]
    [InlineData("/length/abcd")]
    [InlineData("/lengths/a")]
    [InlineData("/lengths/abcde")]
    [InlineData("/regex/abd")]
    [InlineData("/both/9")]
    [InlineData("/page/x")]
    [InlineData("/many/nine")]
    [InlineData("/many/hex")]
    [InlineData("/a/b/c")]
    [InlineData("/two/1/2/3")]
    public void Path_ThatNoRouteMatches_IsNotFound(string target)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal(404, response.Status);
        Assert.Equal("application/problem+json", response["Content-Type"]);
    }

    [Theory]
    [InlineData("/us%65rs/%6de", "me")]
    [InlineData("/users/a%2Fb", "named a/b")]
    [InlineData("/users/%2e%2e%2f", "named ../")]
    [InlineData("/users/a%252Fb", "named a%2Fb")]
    [InlineData("/users/a+b", "named a+b")]
    [InlineData("/x/../users/./me", "me")]
    [InlineData("/x/%2E%2e/users/%2E/me", "me")]
    [InlineData("/users/42/../me/.", "me")]
    [InlineData("/users/x/..", "list")]
    [InlineData("/users/.well-known", "named .well-known")]
    [InlineData("/users/...", "named ...")]
    [InlineData("/users/a.b", "named a.b")]
    [InlineData("/users/ada/files/a%2Fb/%63.txt", "files ada: a%2Fb/c.txt")]
    [InlineData("/users/ada/files/..%2f..%2fetc", "files ada: ..%2f..%2fetc")]
    [InlineData("/users/ada/files/x/../%79", "files ada: y")]
    public void Path_WithEncodingsOrDotSegments_IsRoutedByWhatItMeans(string target, string answer) =>
        Assert.Equal(answer, _harness.Send("GET " + target).Content);

    [Theory]
    [InlineData("/..")]
    [InlineData("/../users")]
    [InlineData("/users/../../users")]
    [InlineData("/%2e%2E/users")]
    [InlineData("/./..")]
    public void Path_ThatClimbsAboveTheRoot_IsRefused(string target)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal(400, response.Status);
        Assert.Contains("above its root", response.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/users/%00")]
    [InlineData("/users/a%00b")]
    [InlineData("/nowhere/%00")]
    public void Path_WithAnEncodedNul_IsRefused(string target)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal(400, response.Status);
        Assert.Contains("encoded NUL", response.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void RouteValue_ThatIsNotUtf8_IsRefusedByName()
    {
        var response = _harness.Send("GET /users/%ff");
        Assert.Equal(400, response.Status);
        Assert.Contains("\"parameter\":\"name\"", response.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_OfHundredsOfSegments_IsTheRestOfACatchAll()
    {
        var rest = string.Join('/', Enumerable.Range(0, 500));
        Assert.Equal($"files x: {rest}", _harness.Send($"GET /users/x/files/{rest}").Content);
        Assert.Equal($"files x: {rest}", _harness.Send($"GET /users/%78/files/{rest}").Content);
        Assert.Equal(404, _harness.Send($"GET /{rest}").Status);
    }

    [Fact] // Seed RT-03
    public void Method_OfALessSpecificRoute_IsFoundByGoingBack() => Assert.Equal("update me", _harness.Send("POST /users/me").Content);

    [Theory] // Seed RT-15
    [InlineData("DELETE", "/users", "GET, HEAD, POST, OPTIONS")]
    [InlineData("PUT", "/users/me", "GET, HEAD, POST, OPTIONS")]
    [InlineData("GET", "/patch", "PUT, DELETE, PATCH, OPTIONS")]
    [InlineData("TRACE", "/users", "GET, HEAD, POST, OPTIONS")]
    [InlineData("GET", "/options", "OPTIONS")]
    public void Method_ThatNoRouteOfThePathTakes_IsNotAllowed(string method, string path, string allow)
    {
        var response = _harness.Send($"{method} {path}");
        Assert.Equal(405, response.Status);
        Assert.Equal(allow, response["Allow"]);
    }

    [Fact]
    public void Method_ThatIsUnknown_IsNotImplemented()
    {
        Assert.Equal(501, _harness.Send("FROB /users").Status);
        Assert.Equal(501, _harness.Send("FROB /nowhere").Status);
        Assert.Equal(404, _harness.Send("TRACE /nowhere").Status);
    }

    [Fact]
    public void Connect_IsNotImplemented() => Assert.Equal(501, _harness.Send("CONNECT example:443").Status);

    [Fact]
    public void Options_OfAPath_IsAnsweredWithItsMethods()
    {
        var response = _harness.Send("OPTIONS /users/42");
        Assert.Equal(204, response.Status);
        Assert.Equal("GET, HEAD, POST, OPTIONS", response["Allow"]);
        Assert.Null(response["Content-Length"]);
        Assert.Equal("options", _harness.Send("OPTIONS /options").Content);
        Assert.Equal(404, _harness.Send("OPTIONS /nowhere").Status);
    }

    [Fact]
    public void Options_OfTheServer_IsAnsweredWithAllMethods()
    {
        var response = _harness.Send("OPTIONS *");
        Assert.Equal(204, response.Status);
        Assert.Equal("GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS", response["Allow"]);
    }

    [Fact]
    public void Head_WithoutARouteOfItsOwn_IsAnsweredAsGetWithoutContent()
    {
        foreach (var path in new[] { "/users", "/users/42" })
        {
            var response = _harness.Send("HEAD " + path);
            Assert.Equal(200, response.Status);
            Assert.Equal(_harness.Send("GET " + path)["Content-Length"], response["Content-Length"]);
            Assert.Equal("", response.Content);
        }

        Assert.Equal(202, _harness.Send("HEAD /head").Status);
        Assert.Equal("body", _harness.Send("GET /head").Content);
    }

    [Theory] // Seed RT-04
    [InlineData("GET /nowhere", "GET /nowhere 0")]
    [InlineData("FROB /nowhere", "FROB /nowhere 0")]
    [InlineData("OPTIONS *", "OPTIONS * 0")]
    [InlineData("GET http://example", "GET http://example 0")]
    [InlineData("GET /..", "GET /.. 0")]
    [InlineData("GET /known/../../known", "GET /known/../../known 0")]
    [InlineData("FROB /%2e%2E/known", "FROB /%2e%2E/known 0")]
    [InlineData("GET http://example/../known", "GET http://example/../known 0")]
    [InlineData("GET /known/%00", "GET /known/%00 0")]
    [InlineData("POST /%00?x", "POST /%00?x 0")]
    [InlineData("GET /known", "known")]
    [InlineData("GET /x/../known", "known")]
    [InlineData("GET /%6bnown?%2F", "known")]
    public void Fallback_AnswersWhatNoRouteCanTake(string request, string answer) =>
        Assert.Equal(answer, ExchangeHarness.For<FallbackApplication>().Send(request).Content);

    [Fact] // Seed EP-03
    public void Fallback_IsNotForMethodsOfAKnownPath()
    {
        var harness = ExchangeHarness.For<FallbackApplication>();
        Assert.Equal(405, harness.Send("POST /known").Status);
        Assert.Equal(204, harness.Send("OPTIONS /known").Status);
        Assert.Equal("POST /x 5", harness.Send("POST /x", "hello").Content);
        Assert.Equal("POST /../x 5", harness.Send("POST /../x", "hello").Content);
    }

    [Fact]
    public void Fallback_IsNotForConnect()
    {
        var response = ExchangeHarness.For<FallbackApplication>().Send("CONNECT example:443");
        Assert.Equal(501, response.Status);
        Assert.Contains("Not Implemented", response.Content, StringComparison.Ordinal);
    }
}
