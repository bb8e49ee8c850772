using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers.Tests;

public class RouteTableAnalyzerTests
{
    private const string App = "[Application] partial class App { }\n";

    [Fact]
    public Task DifferentRoutes_AreFine() => Check.Source<RouteTableAnalyzer>(App + """
        [Handler]
        partial class Users
        {
            [Get("/users")] string All() => "";
            [Post("/users")] string Add() => "";
            [Get("/users/me")] string Me() => "";
            [Get("/users/{id:int}")] string Get(int id) => "";
            [Get("/users/{name}")] string Named(string name) => "";
            [Get("/{**rest}")] string Rest(string rest) => "";
            [Fallback] string Any() => "";
        }
        """);

    [Fact]
    public Task SameRouteInOneHandler_IsReported() => Check.Source<RouteTableAnalyzer>(
        App + """[Handler] partial class Users { [Get("/{id}")] string A(int id) => ""; [{|#0:Get("/{name}")|}] string B(string name) => ""; }""",
        Check.Message(Rules.DuplicateRoute, "'Users.A' and 'Users.B' both answer GET /{name}, so one of them could never be called"));

    [Fact]
    public Task SameRouteInTwoFiles_IsReported() => Check.Sources<RouteTableAnalyzer>(
        [
            App + """namespace A { [Handler] partial class Users { [Get("/users")] string All() => ""; } }""",
            """namespace B.C { partial class Outer { [Handler] internal partial class People { [{|#0:Get("/users/")|}] string All() => ""; } } }""",
        ],
        OutputKind.DynamicallyLinkedLibrary,
        Check.Message(Rules.DuplicateRoute, "'Users.All' and 'Outer.People.All' both answer GET /users/, so one of them could never be called"));

    [Fact]
    public Task RouteOfTheDescription_IsReportedAtTheOther() => Check.Source<RouteTableAnalyzer>(
        "[Application, OpenApi] partial class App { }\n" + """[Handler] partial class Docs { [{|#0:Get("/openapi.json")|}] string Own() => ""; [Post("/openapi.json")] string Other() => ""; }""",
        Check.Message(Rules.DuplicateRoute, "'[OpenApi] of App' and 'Docs.Own' both answer GET /openapi.json, so one of them could never be called"));

    [Fact]
    public Task DefaultPathOfTheDescription_IsFreeWhereItHasAnother() => Check.Source<RouteTableAnalyzer>(
        """[Application, OpenApi(Path = "/docs")] partial class App { } [Handler] partial class Docs { [Get("/openapi.json")] string Own() => ""; [{|PIC0102:Get("/docs/")|}] string Taken() => ""; }""");

    [Fact]
    public Task RouteInAnotherPartOfTheHandler_Counts() => Check.Sources<RouteTableAnalyzer>(
    [
        App + """[Handler] partial class Users { [Get("/a")] string A() => ""; }""",
        """partial class Users { [{|PIC0102:Get("/a")|}] string B() => ""; }""",
    ]);

    [Fact]
    public Task OverlappingConstraints_AreReported() => Check.Source<RouteTableAnalyzer>(
        App + """[Handler] partial class Users { [Get("/{a:alpha}")] string A(string a) => ""; [{|#0:Get("/{b:length(1)}")|}] string B(string b) => ""; }""",
        Check.Message(
            Rules.AmbiguousRoute,
            "'Users.A' (/{a:alpha}) and 'Users.B' (/{b:length(1)}) both match /x and neither is more specific, so which one is called would be an accident"));

    [Fact]
    public Task RouteBehindOthers_IsReported() => Check.Source<RouteTableAnalyzer>(
        App + """[Handler] partial class Users { [Get("/a/{c}")] string B(string c) => ""; [Get("/a")] string C() => ""; [{|#0:Get("/a/{b?}")|}] string A(string? b) => ""; }""",
        Check.Message(Rules.UnreachableRoute, "'Users.A' (/a/{b?}) is never called, because 'Users.B' (/a/{c}) and other routes answer every request that it matches"));

    [Fact]
    public Task OptionalRouteWhoseFullPathIsTaken_IsReported() => Check.Source<RouteTableAnalyzer>(
        App + """[Handler] partial class Users { [Get("/a/{c}")] string B(string c) => ""; [{|#0:Get("/a/{b?}")|}] string A(string? b) => ""; }""",
        Check.Message(Rules.DuplicateRoute, "'Users.B' and 'Users.A' both answer GET /a/{b?}, so one of them could never be called"));

    [Fact]
    public Task TwoFallbacks_AreReported() => Check.Source<RouteTableAnalyzer>(
        App + """[Handler] partial class Users { [Fallback] string A() => ""; } [Handler] partial class Pages { [{|#0:Fallback|}] string B() => ""; }""",
        Check.Message(Rules.DuplicateFallback, "'Users.A' and 'Pages.B' are both marked [Fallback], so one of them could never be called"));

    [Fact]
    public Task RoutesOfDifferentApplications_DoNotConflict() => Check.Source<RouteTableAnalyzer>("""
        [Application] partial class App { }
        [Application] partial class Admin { }
        [Handler(Application = typeof(App))] partial class Users { [Get("/")] string A() => ""; [Fallback] string F() => ""; }
        [Handler(Application = typeof(Admin))] partial class Admins { [Get("/")] string A() => ""; [Fallback] string F() => ""; }
        """);

    [Fact]
    public Task ConflictWithinOneOfTwoApplications_IsReportedOnce() => Check.Source<RouteTableAnalyzer>("""
        [Application] partial class App { }
        [Application] partial class Admin { }
        [{|PIC0007:Handler|}] partial class Users { [Get("/")] string A() => ""; [{|PIC0102:Get("/")|}] string B() => ""; }
        [Handler(Application = typeof(Admin))] partial class Admins { [{|PIC0102:Get("/")|}] string A() => ""; }
        """);

    [Fact]
    public Task HandlerWithoutChoiceBetweenApplications_IsReported() => Check.Source<RouteTableAnalyzer>(
        """
        [Application] partial class App { }
        [Application] partial class Admin { }
        [{|#0:Handler|}] partial class Users { [Get("/")] string A() => ""; }
        """,
        Check.Message(Rules.ApplicationNotChosen, "'Users' does not name its application, so its routes are in each of 'App' and 'Admin'"));

    [Fact]
    public Task ProgramWithoutApplication_IsReportedOnce() => Check.Sources<RouteTableAnalyzer>(
        [
            """
            static class Program { static void Main() { } }
            [Handler] partial class {|#0:Users|} { [Get("/")] string A() => ""; }
            [Handler] partial class Pages { [Get("/pages")] string A() => ""; }
            """,
        ],
        OutputKind.ConsoleApplication,
        Check.Message(Rules.NoApplication, "No class of this program is marked [Application], so no request reaches the handler 'Users'"));

    [Fact]
    public Task LibraryWithoutApplication_IsFine() => Check.Source<RouteTableAnalyzer>("""[Handler] partial class Users { [Get("/")] string A() => ""; }""");

    [Fact]
    public Task AttributesOfOthers_AreNotOurs() => Check.Source<RouteTableAnalyzer>(App + """
        namespace Mine
        {
            class GetAttribute(string pattern) : Attribute { public string Pattern => pattern; }
            [Handler] partial class Users { [Get("/")] string A() => ""; [Get("/")] string B() => ""; }
        }
        """);
}
