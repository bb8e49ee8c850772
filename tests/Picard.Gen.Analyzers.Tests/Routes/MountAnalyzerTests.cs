namespace Picard.Gen.Analyzers.Tests;

/// <summary>Routes of an application against those of what it mounts.</summary>
public class MountAnalyzerTests
{
    // As the generator emits it: the routes of an application, seen from outside.
    private const string Admin = """
        [Application] public class Admin : IApplication<Admin> { static IHandler IApplication<Admin>.CreateHandler(IServiceProvider? services) => null!; }
        [Application] public class Other : IApplication<Other> { static IHandler IApplication<Other>.CreateHandler(IServiceProvider? services) => null!; }
        namespace Desks
        {
            [Handler] internal class Desk
            {
                [EndpointRoute("Desk.Index", "GET /")]
                [EndpointRoute("Desk.Get", "GET, HEAD /users/{id:int}")]
                [EndpointRoute("Desk.File", "GET /files/{**path}")]
                internal class PicardEndpoints;
            }
            internal class Outer
            {
                private class Inner
                {
                    [EndpointRoute("Outer.Inner.Name", "GET /names/{name?}", Application = "Admin")]
                    [EndpointRoute("Outer.Inner.Any", null, Application = "Admin")]
                    internal class PicardEndpoints;
                }
            }
        }
        """;

    private const string App = "[Application, Mount<Admin>(\"/admin\")] public partial class App;\n";

    [Fact]
    public Task RoutesBesideTheMount_AreFine() => Foreign.Check<RouteTableAnalyzer>(Admin, App + """
        [Handler] public partial class Pages
        {
            [Get("/")] string Index() => "";
            [Get("/users/{id:int}")] string User(int id) => "";
            [Post("/admin/users/{id:int}")] string Post(int id) => "";
            [Get("/admin/users/me")] string Me() => "";
            [Get("/admin/other")] string Other() => "";
            [Get("/admin/{section}")] string Section(string section) => "";
            [Get("/{**rest}")] string Rest(string rest) => "";
            [Fallback] string Any() => "";
        }
        """);

    [Theory]
    [InlineData("/admin", "Desk.Index", "/admin")]
    [InlineData("/admin/users/{name:int}/", "Desk.Get", "/admin/users/{name:int}/")]
    [InlineData("/admin/names/{x}", "Outer.Inner.Name", "/admin/names/{x}")]
    public Task RouteThatAMountedApplicationHas_IsReported(string pattern, string first, string shown) => Foreign.Check<RouteTableAnalyzer>(
        Admin,
        App + $$"""[Handler] public partial class Pages { [{|#0:Get("{{pattern}}")|}] string Own() => ""; }""",
        Check.Message(Rules.DuplicateRoute, $"'{first}' and 'Pages.Own' both answer GET {shown}, so one of them could never be called"));

    [Theory]
    [InlineData("/admin/files/upload", "/admin/files/upload", "Desk.File", "/admin/files/{**path}")]
    [InlineData("/admin/files/{id:int}/x", "/admin/files/1/x", "Desk.File", "/admin/files/{**path}")]
    [InlineData("/admin/files", "/admin/files", "Desk.File", "/admin/files/{**path}")]
    [InlineData("/admin/users/7", "/admin/users/7", "Desk.Get", "/admin/users/{id:int}")]
    [InlineData("/admin/names", "/admin/names", "Outer.Inner.Name", "/admin/names/{name?}")]
    [InlineData("/admin/names/{n:alpha}", "/admin/names/x", "Outer.Inner.Name", "/admin/names/{name?}")]
    public Task RouteThatIsMoreSpecificThanAMountedOne_IsReported(string pattern, string example, string first, string firstPattern) => Foreign.Check<RouteTableAnalyzer>(
        Admin,
        App + $$"""[Handler] public partial class Pages { [{|#0:Get("{{pattern}}")|}] string Own() => ""; }""",
        Check.Message(Rules.HiddenByMount, $"'Pages.Own' ({pattern}) does not get {example}, because '{first}' ({firstPattern}) is mounted, so it is tried before it"));

    [Fact]
    public Task RouteThatTiesWithAMountedOne_IsReported() => Foreign.Check<RouteTableAnalyzer>(
        Admin,
        App + """[Handler] public partial class Pages { [{|#0:Get("/admin/users/{id:length(1)}")|}] string Own(string id) => ""; }""",
        Check.Message(
            Rules.AmbiguousRoute,
            "'Desk.Get' (/admin/users/{id:int}) and 'Pages.Own' (/admin/users/{id:length(1)}) both match /admin/users/1 and neither is more specific, so which one is called would be an accident"));

    [Fact]
    public Task HeadOfAGetThatIsMounted_IsReported() => Foreign.Check<RouteTableAnalyzer>(
        Admin,
        App + """[Handler] public partial class Pages { [{|#0:Head("/admin")|}] void Own() { } }""",
        Check.Message(Rules.DuplicateRoute, "'Desk.Index' and 'Pages.Own' both answer HEAD /admin, so one of them could never be called"));

    [Fact]
    public Task EventHandlerInTheWay_IsReported() => Foreign.Check<RouteTableAnalyzer>(
        Admin,
        App + """[{|#0:Handler("* /admin/users/{id:int}")|}] public partial class Any { [OnRequest] void Begin(int id) { } }""",
        Check.Message(Rules.DuplicateRoute, "'Desk.Get' and 'Any.Begin' both answer GET /admin/users/{id:int}, so one of them could never be called"),
        Check.Message(Rules.DuplicateRoute, "'Desk.Get' and 'Any.Begin' both answer HEAD /admin/users/{id:int}, so one of them could never be called"));

    [Fact]
    public Task MountsOfOtherAssembliesInEachOthersWay_AreReportedAtTheMount() => Foreign.Check<RouteTableAnalyzer>(
        Admin,
        """[Application, Mount<Admin>("/desk"), {|#0:Mount<Other>("/desk/")|}] public partial class App;""",
        Check.Message(Rules.DuplicateRoute, "'Desk.Index' and 'Desk.Index' both answer GET /desk, so one of them could never be called"),
        Check.Message(Rules.DuplicateRoute, "'Desk.Get' and 'Desk.Get' both answer GET /desk/users/{id:int}, so one of them could never be called"),
        Check.Message(Rules.DuplicateRoute, "'Desk.Get' and 'Desk.Get' both answer HEAD /desk/users/{id:int}, so one of them could never be called"),
        Check.Message(Rules.DuplicateRoute, "'Desk.File' and 'Desk.File' both answer GET /desk/files/{**path}, so one of them could never be called"));

    [Fact]
    public Task LongestPrefix_IsTriedFirst() => Check.Source<RouteTableAnalyzer>("""
        [Application, Mount<Wide>("/a"), Mount<Deep>("/a/b")] public partial class App;
        [Application] public partial class Wide;
        [Application] public partial class Deep;
        [Handler(Application = typeof(Wide))] public partial class W { [Get("/{**rest}")] string Rest(string rest) => ""; }
        [Handler(Application = typeof(Deep))] public partial class D { [Get("/c")] string C() => ""; }
        """);

    [Fact]
    public Task MountsOfThisAssembly_Count() => Check.Source<RouteTableAnalyzer>(
        """
        [Application, Mount<First>("/a"), Mount<Second>("/a")] public partial class App;
        [Application] public partial class First;
        [Application] public partial class Second;
        [Handler(Application = typeof(First))] public partial class F { [Get("/{x}")] string X(string x) => ""; [Fallback] string Any() => ""; }
        [Handler(Application = typeof(Second))] public partial class S { [{|#0:Get("/y")|}] string Y() => ""; [{|#1:Fallback|}] string Any() => ""; }
        [Handler(Application = typeof(App))] public partial class P { [Get("/{**rest}")] string Rest(string rest) => ""; [Fallback] string Any() => ""; }
        """,
        Check.Message(Rules.HiddenByMount, "'S.Y' (/a/y) does not get /a/y, because 'F.X' (/a/{x}) is mounted, so it is tried before it"),
        Check.Message(Rules.DuplicateFallback, "'F.Any' and 'S.Any' are both marked [Fallback], so one of them could never be called", 1));

    [Fact]
    public Task MountedByWhatIsMounted_Counts() => Check.Source<RouteTableAnalyzer>(
        """
        [Application, Mount<Middle>("/m")] public partial class App;
        [Application, Mount<Inner>("/i")] public partial class Middle;
        [Application, OpenApi] public partial class Inner;
        [Handler(Application = typeof(Inner))] public partial class I { [Get("/x")] string X() => ""; }
        [Handler(Application = typeof(App))] public partial class P { [{|#0:Get("/m/i/x")|}] string X() => ""; [{|#1:Get("/m/i/openapi.json")|}] string D() => ""; }
        """,
        Check.Message(Rules.DuplicateRoute, "'I.X' and 'P.X' both answer GET /m/i/x, so one of them could never be called"),
        Check.Message(Rules.DuplicateRoute, "'[OpenApi] of Inner' and 'P.D' both answer GET /m/i/openapi.json, so one of them could never be called", 1));

    [Fact]
    public Task DescriptionOfTheApplicationBehindAMount_IsReportedAtIt() => Check.Source<RouteTableAnalyzer>(
        """
        [Application, {|#0:OpenApi(Path = "/docs/all")|}, Mount<Docs>("/docs")] public partial class App;
        [Application] public partial class Docs;
        [Handler(Application = typeof(Docs))] public partial class D { [Get("/{page}")] string Page(string page) => ""; }
        """,
        Check.Message(Rules.HiddenByMount, "'[OpenApi] of App' (/docs/all) does not get /docs/all, because 'D.Page' (/docs/{page}) is mounted, so it is tried before it"));

    [Fact]
    public Task HandlerThatBelongsToBoth_IsNotInItsOwnWay() => Check.Source<RouteTableAnalyzer>("""
        [Application, Mount<Admin>("/")] public partial class App;
        [Application] public partial class Admin;
        [{|PIC0007:Handler|}] public partial class Pages { [Get("/")] string Index() => ""; }
        """);
}
