namespace Picard.Gen.Generators.Tests;

/// <summary>Targets that proxies send in place of those received.</summary>
public sealed class ProxyTargetTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/internal/{rest}", "/internal/|1")]
    [InlineData("/{id}/{rest}", "/|0|/|1")]
    [InlineData("/{ID}{rest}/a%20b;c=1", "/|0|1|/a%20b;c=1")]
    public void Target_IsTakenApart(string text, string parts)
    {
        Assert.True(ProxyTarget.TryParse(text, Pattern("/{id:int}/{**rest}"), out var target, out var error), error?.Message);
        Assert.Equal(parts, string.Join('|', target!.Parts.Select(static p => p.Segment is null ? p.Text : p.Index.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("", "does not begin with a slash", 0)]
    [InlineData("internal/{rest}", "does not begin with a slash", 0)]
    [InlineData("{rest}", "does not begin with a slash", 0)]
    [InlineData("/{path}", "has '{path}', and the route has {id}, {rest}", 1)]
    [InlineData("/a/{}", "has '{}', and the route has {id}, {rest}", 3)]
    [InlineData("/a/{rest", "has a brace that is not closed", 3)]
    [InlineData("/a/rest}", "has a brace that is not opened", 7)]
    [InlineData("/a?b=1", "has a query, which is that of the request", 2)]
    [InlineData("/a#b", "has a fragment, which is never sent", 2)]
    [InlineData("/a b", "has ' ', which a path has percent-encoded only", 2)]
    [InlineData("/\u00fc", "has '\u00fc', which a path has percent-encoded only", 1)]
    public void Target_ThatIsNone_IsRefusedWhereItIsWrong(string text, string message, int start)
    {
        Assert.False(ProxyTarget.TryParse(text, Pattern("/{id:int}/{**rest}"), out _, out var error));
        Assert.Equal((message, start), (error!.Message, error.Start));
    }

    [Fact]
    public void Parameter_OfARouteWithoutAny_IsRefused()
    {
        Assert.False(ProxyTarget.TryParse("/{rest}", Pattern("/a"), out _, out var error));
        Assert.Equal("has '{rest}', and the route has no parameters", error!.Message);
    }

    private static RoutePattern Pattern(string text)
    {
        Assert.True(RoutePattern.TryParse(text, out var pattern, out _));
        return pattern!;
    }
}
