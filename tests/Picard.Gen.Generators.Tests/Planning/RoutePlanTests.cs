namespace Picard.Gen.Generators.Tests;

public sealed class RoutePlanTests
{
    [Theory] // Seed RT-02
    [InlineData("/users", "/users", "Duplicate /users")]
    [InlineData("/users/{id}", "/users/{name}", "Duplicate /users/x")]
    [InlineData("/users/{id:int}", "/users/{name:int}", "Duplicate /users/1")]
    [InlineData("/a/{**x}", "/a/{**y}", "Duplicate /a/x")]
    [InlineData("/{a:int}", "/{b:long}", "Ambiguous /1")]
    [InlineData("/{a:min(3)}", "/{b:max(5)}", "Ambiguous /3")]
    [InlineData("/{a:bool}", "/{b:alpha}", "Ambiguous /true")]
    [InlineData("/{a:regex(^a)}", "/{b:int}", "Ambiguous /1")]
    [InlineData("/{a:int}/x", "/{b:min(3)}/{c}", "Ambiguous /3/x")]
    [InlineData("/{a:int}/{**x}", "/{b:long}/y/z", "Ambiguous /1/y/z")]
    [InlineData("/a/{x?}", "/a/{y:int?}", "Ambiguous /a")]
    [InlineData("/a", "/a/{x?}", "")]
    [InlineData("/{a:int}", "/{b:guid}", "")]
    [InlineData("/{a:int}", "/{b:alpha}", "")]
    [InlineData("/{a:range(1,3)}", "/{b:range(4,6)}", "")]
    [InlineData("/{a:length(2)}", "/{b:length(3)}", "")]
    [InlineData("/{a:int}/x", "/{b:long}/y", "")]
    [InlineData("/{a:int}", "/{b}", "")]
    [InlineData("/{a}", "/b", "")]
    [InlineData("/{a}/x", "/{b:int}/{c}", "")]
    [InlineData("/a/{**x}", "/a/{y}", "")]
    [InlineData("/a/{**x}", "/a", "")]
    public void Routes_AreHeldAgainstEachOther(string first, string second, string conflict)
    {
        var found = Plan((RouteMethod.Get, first), (RouteMethod.Get, second)).Conflicts.Select(static c => $"{c.Kind} {c.Example}");
        Assert.Equal(conflict, string.Join("; ", found));
        Assert.Empty(Plan((RouteMethod.Get, first), (RouteMethod.Post, second)).Conflicts);
    }

    [Fact]
    public void Route_WhoseEveryFormIsTakenByMoreSpecificOnes_IsShadowed()
    {
        var conflict = Assert.Single(Plan((RouteMethod.Get, "/a/{x}"), (RouteMethod.Get, "/a"), (RouteMethod.Get, "/a/{y?}")).Conflicts);
        Assert.Equal((ConflictKind.Shadowed, 0, 2), (conflict.Kind, conflict.First, conflict.Second));
    }

    [Fact]
    public void Children_AreInOrderOfPrecedence()
    {
        var root = Plan(
            (RouteMethod.Get, "/{**rest}"), (RouteMethod.Get, "/{any}"), (RouteMethod.Get, "/{a:alpha}"), (RouteMethod.Get, "/{i:int}"), (RouteMethod.Get, "/b"), (RouteMethod.Get, "/a")).Root;
        Assert.Equal(["/a", "/b", ":int", ":alpha", "{}", "{**}"], root.Children.Select(static c => c.Segment!.Key));
    }

    [Fact]
    public void Plan_OfThousandsOfRoutesUnderOneParameter_FindsNoConflict()
    {
        var routes = Enumerable.Range(0, 5_000).Select(static i => (RouteMethod.Get, $"/users/{{id:int}}/part{i}")).ToArray();
        Assert.Empty(Plan(routes).Conflicts);
    }

    private static RoutePlan Plan(params (RouteMethod Method, string Pattern)[] routes) => RoutePlan.Of([.. routes.Select(static (r, i) =>
    {
        Assert.True(RoutePattern.TryParse(r.Pattern, out var pattern, out var error), error?.Message);
        return new PlannedRoute(r.Method, pattern!, i);
    })]);
}
