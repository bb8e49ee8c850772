namespace Picard.Gen.Analyzers.Tests;

public class UseAnalyzerTests
{
    private const string Log = "[Middleware] public partial class Log { [OnDone] void Done(ExchangeSummary done) { } }\n";

    [Fact]
    public Task ApplicationOfTheContract_IsFine() => Check.Source<UseAnalyzer>(Log + """
        [Middleware] public partial class Compression { [OnResponse] void Answer(OutgoingResponse response) { } }
        [Application, Use<Log>, Use<Compression>, Mount<Admin>("/admin"), Mount<Tools>("/")] public partial class App;
        [Application] public partial class Admin;
        [Application, Mount<Admin>("/more/admin/")] public partial class Tools;
        [Handler, Use<Log>] public partial class Users { [Get("/")] string Index() => ""; }
        [Handler("GET /ticks"), Use<Log>] public partial class Ticks { [OnRequest] void Begin() { } }
        """);

    [Fact]
    public Task UseOfAnotherClass_IsReported() => Check.Source<UseAnalyzer>(
        """public class Log; [Application, {|#0:Use<Log>|}] public partial class App;""",
        Check.Message(Rules.NotMiddleware, "'App' uses 'Log', which is not marked [Middleware], so no exchange passes through it"));

    [Fact]
    public Task UseOfWhatWasNotGenerated_IsReported() => Foreign.Check<UseAnalyzer>(
        "[Middleware] public class Log { }",
        """[Application, {|#0:Use<Log>|}] public partial class App;""",
        Check.Message(Rules.NotMiddleware, "'App' uses 'Log', which was compiled without the generator of Picard, so no exchange passes through it"));

    [Fact]
    public Task UseOnAPlainClass_IsReported() => Check.Source<UseAnalyzer>(
        Log + """[{|#0:Use<Log>|}] public partial class Users;""",
        Check.Message(Rules.WithoutEffect, "[Use<Log>] on 'Users' has no effect, because the class is not marked [Application], [Handler] or [Proxy]"));

    [Fact]
    public Task UseOnAnotherPart_IsReported() => Check.Sources<UseAnalyzer>(
        [Log + "[Application] public partial class App;", "[{|#0:Use<Log>|}] public partial class App;"],
        messages: Check.Message(Rules.WithoutEffect, "[Use<Log>] on 'App' has no effect, because [Application] stands on another part of the class"));

    [Fact]
    public Task MountOnAHandler_IsReported() => Check.Source<UseAnalyzer>(
        """[Application] public partial class Admin; [Handler, {|#0:Mount<Admin>("/admin")|}] public partial class Users { [Get("/")] string Index() => ""; }""",
        Check.Message(Rules.WithoutEffect, "[Mount<Admin>] on 'Users' has no effect, because the class is not marked [Application]"));

    [Fact]
    public Task UsedTwice_IsReported() => Check.Source<UseAnalyzer>(
        Log + """[Application, Use<Log>, {|#0:Use<Log>|}] public partial class App;""",
        Check.Message(Rules.DuplicateUse, "'App' uses 'Log' twice, so each exchange passes through it twice"));

    [Fact]
    public Task MountOfAHandler_IsReported() => Check.Source<UseAnalyzer>(
        """[Handler] public partial class Admin { [Get("/")] string Index() => ""; } [Application, {|#0:Mount<Admin>("/admin")|}] public partial class App;""",
        Check.Message(Rules.NotMountable, "'App' mounts 'Admin', which is not marked [Application], so it has no routes"));

    [Fact]
    public Task MountOfWhatWasNotGenerated_IsReported() => Foreign.Check<UseAnalyzer>(
        "[Application] public class Admin { }",
        """[Application, {|#0:Mount<Admin>("/admin")|}] public partial class App;""",
        Check.Message(Rules.NotMountable, "'App' mounts 'Admin', which was compiled without the generator of Picard, so it has no routes"));

    [Theory]
    [InlineData("{|#0:a|}dmin", "admin", "must begin with '/'")]
    [InlineData("/{|#0:{tenant}|}/admin", "/{tenant}/admin", "has the parameter 'tenant'")]
    [InlineData("/admin/{|#0:{**rest}|}", "/admin/{**rest}", "has the parameter 'rest'")]
    [InlineData("/admin{|#0://|}users", "/admin//users", "has an empty segment")]
    [InlineData("/admin/{|#0:..|}", "/admin/..", "has a dot segment, which no request reaches")]
    public Task PrefixThatIsNotLiteral_IsReported(string marked, string prefix, string error) => Check.Source<UseAnalyzer>(
        $$"""[Application] public partial class Admin; [Application, Mount<Admin>("{{marked}}")] public partial class App;""",
        Check.Message(Rules.InvalidMountPrefix, $"The prefix '{prefix}' of 'Admin' {error}, so nothing is mounted"));

    [Fact]
    public Task MountInItself_IsReported() => Check.Source<UseAnalyzer>(
        """[Application, {|#0:Mount<App>("/again")|}] public partial class App;""",
        Check.Message(Rules.MountCycle, "'App' mounts 'App', so creating it would never end"));

    [Fact]
    public Task MountInItselfThroughOthers_IsReportedAtEach() => Check.Source<UseAnalyzer>(
        """
        [Application, {|#0:Mount<Admin>("/admin")|}] public partial class App;
        [Application, {|PIC0511:Mount<Tools>("/tools")|}] public partial class Admin;
        [Application, {|PIC0511:Mount<App>("/app")|}] public partial class Tools;
        [Application, Mount<App>("/app")] public partial class Outside;
        """,
        Check.Message(Rules.MountCycle, "'App' mounts 'Admin', which mounts 'Tools', which mounts 'App', so creating it would never end"));

    [Fact]
    public Task PrefixThatIsNoLiteral_HasItsRule() => Check.Source<AttributeAnalyzer>(
        """static class Prefixes { public const string Admin = "/admin"; } [Application] public partial class Admin; [Application, Mount<Admin>({|PIC0013:Prefixes.Admin|})] public partial class App;""");
}
