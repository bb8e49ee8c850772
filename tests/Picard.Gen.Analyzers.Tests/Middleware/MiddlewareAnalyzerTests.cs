namespace Picard.Gen.Analyzers.Tests;

public class MiddlewareAnalyzerTests
{
    [Fact]
    public Task MiddlewareOfTheContract_IsFine() => Check.Source<MiddlewareAnalyzer>("""
        [Middleware]
        public partial class RequestId
        {
            private Guid _id;
            [OnRequest] Next Begin(Request request, ResponseFields fields) { _id = Guid.NewGuid(); fields.Set("X-Request-Id", $"{_id}"); return Next.Continue; }
            [OnFault] Problem? Map(KeyNotFoundException fault) => new(StatusCode.NotFound);
            [OnDone] void Log(ExchangeSummary done) { }
        }
        """);

    [Theory]
    [InlineData("Handler(\"GET /\")", "Handler")]
    [InlineData("Handler", "Handler")]
    [InlineData("Application", "Application")]
    public Task MiddlewareThatIsSomethingElse_IsReported(string role, string name) => Check.Source<MiddlewareAnalyzer>(
        $$"""[Middleware, {{role}}] public partial class {|#0:Gate|} { [OnRequest] void Begin() { } }""",
        Check.Message(Rules.MixedMiddleware, $"'Gate' is marked [Middleware] and [{name}], so what its events are for cannot be told"));

    [Fact]
    public Task MiddlewareWithoutEvents_IsReported() => Check.Source<MiddlewareAnalyzer>(
        """[Middleware] public partial class {|#0:Gate|} { void Begin() { } }""",
        Check.Message(Rules.NoMiddlewareEvent, "'Gate' is marked [Middleware] but has no method marked [OnRequest], [OnResponse] or another event, so it does nothing"));

    [Theory]
    [InlineData("OnContent", "; mark it [OnRequestContent]")]
    [InlineData("OnTrailers", "; mark it [OnRequestTrailers]")]
    [InlineData("OnEnd", "; mark it [OnRequestEnd]")]
    [InlineData("OnPause", "")]
    [InlineData("OnResume", "")]
    [InlineData("OnSignal", "")]
    [InlineData("OnTimer", "")]
    public Task EventOfAnEventHandler_IsReported(string @event, string instead) => Check.Source<MiddlewareAnalyzer>(
        $$"""[Middleware] public partial class Gate { [OnRequest] void Begin() { } [{|#0:{{@event}}|}] void Take() { } }""",
        Check.Message(Rules.EventOfHandlers, $"'Gate.Take' is marked [{@event}], which middleware does not get, so the method is never called{instead}"));

    [Theory]
    [InlineData("OnRequestContent", "; mark it [OnContent]")]
    [InlineData("OnRequestTrailers", "; mark it [OnTrailers]")]
    [InlineData("OnRequestEnd", "; mark it [OnEnd]")]
    [InlineData("OnFault", "")]
    public Task EventOfMiddlewareInAnEventHandler_IsReported(string @event, string instead) => Check.Source<MiddlewareAnalyzer>(
        $$"""[Handler("GET /")] public partial class Echo { [OnRequest] void Begin() { } [{|#0:{{@event}}|}] void Take() { } }""",
        Check.Message(
            Rules.EventOutsideMiddleware, $"'Echo.Take' is marked [{@event}], which only middleware gets, but 'Echo' is not marked [Middleware], so the method is never called{instead}"));

    [Theory]
    [InlineData("public class Tail")]
    [InlineData("[Handler(\"GET /\")] public partial class Tail")]
    public Task ResponseEventInAnotherClass_NamesWhoGetsIt(string declaration) => Check.Source<MiddlewareAnalyzer>(
        declaration + " { [{|#0:OnResponse|}] void Take() { } }",
        Check.Message(
            Rules.EventOutsideMiddleware,
            "'Tail.Take' is marked [OnResponse], which only middleware and handlers of responses get, but 'Tail' is not marked [Middleware] or [ResponseHandler], so the method is never called"));

    [Fact]
    public Task EventOfMiddlewareInAPlainClass_IsReportedOnce()
    {
        const string Source = """public class Gate { [{|PIC0504:OnResponse|}] void Take() { } }""";
        return Task.WhenAll(Check.Source<MiddlewareAnalyzer>(Source), Check.Source<EventAnalyzer>("""public class Gate { [OnResponse] void Take() { } }"""));
    }

    [Theory]
    [InlineData("Exception", "InvalidOperationException")]
    [InlineData("InvalidOperationException", "InvalidOperationException")]
    [InlineData("ArgumentException", "ArgumentNullException")]
    public Task FaultBehindItsBase_IsReported(string first, string second) => Check.Source<MiddlewareAnalyzer>(
        $$"""[Middleware] public partial class Faults { [OnFault] Problem? A({{first}} fault) => null; [OnFault] Problem? {|#0:B|}({{second}} fault) => null; }""",
        Check.Message(Rules.UnreachableFault, $"'Faults.B' is never called, because 'Faults.A' comes before it and takes every '{second}'"));

    [Fact]
    public Task FaultBeforeItsBase_IsFine() => Check.Source<MiddlewareAnalyzer>("""
        [Middleware] public partial class Faults
        {
            [OnFault] Problem? A(ArgumentException fault) => null;
            [OnFault] Response? B(TimeoutException fault) => null;
            [OnFault] Problem? C(Exception fault) => null;
        }
        """);

    [Fact]
    public Task FaultBesideTheAttribute_ComesFirst() => Check.Sources<MiddlewareAnalyzer>(
    [
        "public partial class Faults { [OnFault] Problem? {|PIC0505:B|}(ArgumentException fault) => null; }",
        "[Middleware] public partial class Faults { [OnFault] Problem? A(Exception fault) => null; }",
    ]);
}
