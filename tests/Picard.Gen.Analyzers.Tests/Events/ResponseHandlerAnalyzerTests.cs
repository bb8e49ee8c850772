namespace Picard.Gen.Analyzers.Tests;

public class ResponseHandlerAnalyzerTests
{
    private const string Whole = """
        [ResponseHandler]
        public partial class Tail(System.IO.TextWriter log)
        {
            private long _octets = 7;
            [OnRequest] void Write(Upstream upstream) => upstream.Complete();
            [OnResponse] Flow Begin(in ResponseHead response, StatusCode status, FieldSection fields, Upstream upstream, CancellationToken aborted) => Flow.Ready;
            [OnContent] async ValueTask<Flow> TakeAsync(ReadOnlyMemory<byte> octets) { _octets += octets.Length; await log.WriteLineAsync(); return Flow.Ready; }
            [OnTrailers] void Trailers(FieldSection trailers) { }
            [OnEnd] ValueTask EndAsync() => default;
            [OnPause] void Pause() { }
            [OnResume] void Resume(Upstream upstream) { }
            [OnSignal] void Wake() { }
            [OnDone] void Done(CancellationToken aborted) { }
            [OnAbort] void Abort(Exception fault, Upstream upstream) { }
        }
        """;

    [Fact]
    public Task HandlerOfEveryEvent_IsFine() => Check.Source<ResponseHandlerAnalyzer>(Whole);

    [Fact]
    public Task FormOfItsEvents_IsFine() => Check.Source<EventAnalyzer>(Whole);

    [Fact]
    public Task StateWithAnInitialValue_IsFine_SinceItIsMadeForOneExchange() => Check.Source<StateAnalyzer>(Whole);

    [Fact]
    public Task ItsEvents_AreNotThoseOfMiddleware() => Check.Source<MiddlewareAnalyzer>(Whole);

    [Fact]
    public Task SeveralConstructors_AreFine_SinceItsUserCallsThem() => Check.Source<TypeAnalyzer>(
        "[ResponseHandler] public partial class Tail { public Tail() { } public Tail(int count) { } [OnEnd] void End() { } }");

    [Fact]
    public Task PrivateHandler_IsFine() => Check.Source<TypeAnalyzer>(
        "public partial class Program { [ResponseHandler] private partial class Tail { [OnEnd] void End() { } } }");

    [Theory]
    [InlineData("Handler(\"GET /\")", "Handler")]
    [InlineData("Application", "Application")]
    [InlineData("Middleware", "Middleware")]
    public Task HandlerThatIsSomethingElse_IsReported(string role, string name) => Check.Source<ResponseHandlerAnalyzer>(
        $$"""[ResponseHandler, {{role}}] public partial class {|#0:Tail|} { [OnContent] void Take() { } }""",
        Check.Message(Rules.MixedResponseHandler, $"'Tail' is marked [ResponseHandler] and [{name}], so whose events its methods are cannot be told"));

    [Fact]
    public Task HandlerWithoutEvents_IsReported() => Check.Source<ResponseHandlerAnalyzer>(
        "[ResponseHandler] public partial class {|#0:Tail|} { void Take() { } }",
        Check.Message(Rules.NoResponseEvent, "'Tail' is marked [ResponseHandler] but has no method marked [OnResponse], [OnContent] or another event, so it hears nothing of a response"));

    [Theory]
    [InlineData("OnResponseContent", "; mark it [OnContent]")]
    [InlineData("OnResponseTrailers", "; mark it [OnTrailers]")]
    [InlineData("OnResponseEnd", "; mark it [OnEnd]")]
    [InlineData("OnFault", "; mark it [OnAbort]")]
    [InlineData("OnTimer", "")]
    [InlineData("OnRequestContent", "")]
    public Task EventOfOthers_IsReported(string @event, string instead) => Check.Source<ResponseHandlerAnalyzer>(
        $$"""[ResponseHandler] public partial class Tail { [OnEnd] void End() { } [{|#0:{{@event}}|}] void Take() { } }""",
        Check.Message(Rules.EventOfOthers, $"'Tail.Take' is marked [{@event}], which a handler of responses does not get, so the method is never called{instead}"));

    [Theory]
    [InlineData("OnTimer")]
    [InlineData("OnFault")]
    [InlineData("OnResponseContent")]
    public Task OnlyEventOfOthers_IsReportedOnce(string @event) => Check.Source<ResponseHandlerAnalyzer>(
        $$"""[ResponseHandler] public partial class Tail { [{|PIC0412:{{@event}}|}] void Take() { } }""");

    [Theory]
    [InlineData("[OnContent] void Take(int {|#0:count|})", "int", "count", "OnContent", "a ReadOnlySequence<byte>, ReadOnlyMemory<byte> or ReadOnlySpan<byte>, Upstream and a CancellationToken")]
    [InlineData("[OnContent] void Take(Downstream {|#0:down|})", "Downstream", "down", "OnContent", "a ReadOnlySequence<byte>, ReadOnlyMemory<byte> or ReadOnlySpan<byte>, Upstream and a CancellationToken")]
    [InlineData("[OnRequest] void Take(string {|#0:q|})", "string", "q", "OnRequest", "Upstream and a CancellationToken")]
    [InlineData("[OnAbort] void Take(AbortReason {|#0:reason|})", "AbortReason", "reason", "OnAbort", "an Exception and Upstream")]
    [InlineData("[OnEnd] void Take(StatusCode {|#0:status|})", "StatusCode", "status", "OnEnd", "Upstream and a CancellationToken")]
    public Task ParameterThatNoEventBrings_IsReported(string method, string type, string name, string @event, string brought) => Check.Source<EventAnalyzer>(
        $$"""[ResponseHandler] public partial class Tail { {{method}} { } }""",
        Check.Message(Rules.EventParameter, $"'{type} {name}' of 'Tail.Take' is nothing that [{@event}] brings, which is {brought}"));

    [Fact]
    public Task AsyncVoidEvent_IsReported() => Check.Source<EventAnalyzer>(
        "[ResponseHandler] public partial class Tail { [OnEnd] async void {|#0:End|}() => await Task.Yield(); }",
        Check.Message(Rules.UnsupportedEvent, "'Tail.End' is marked [OnEnd] but is async void, so the next event would come before it is done and its exceptions would end the process, so it cannot be called for the event"));

    [Fact]
    public Task TwoMethodsForAnEvent_AreReported() => Check.Source<EventAnalyzer>(
        "[ResponseHandler] public partial class Tail { [OnEnd] void {|#1:End|}() { } [OnEnd] void {|#0:Close|}() { } }",
        Check.Message(Rules.DuplicateEvent, "'Tail.End' and 'Tail.Close' are both marked [OnEnd], so one of them could never be called"));

    [Fact]
    public Task HandlerThatIsNotPartial_IsReported() => Check.Source<TypeAnalyzer>(
        "[ResponseHandler] public class {|#0:Tail|} { [OnEnd] void End() { } }",
        Check.Message(Rules.NotPartial, "'Tail' is marked [ResponseHandler] but is not partial, so nothing can be emitted into it and it gets no events"));

    [Fact]
    public Task Offload_IsReported() => Check.Source<OffloadAnalyzer>(
        "[ResponseHandler] public partial class Tail { [OnEnd, {|#0:Offload|}] void End() { } }",
        Check.Message(Rules.OffloadWithoutEffect, "[Offload] of 'Tail.End' has no effect, since events of responses come where their connection runs; await Task.Run in the method instead, so its code runs wherever it is called from"));

    [Fact]
    public Task BlockingEvent_IsReported() => Check.Source<BlockingAnalyzer>(
        "[ResponseHandler] public partial class Tail { [OnContent] void Take() => {|#0:Thread.Sleep(1)|}; }",
        Check.Message(Rules.Sleeps, "'Tail.Take' blocks: Tail.Take calls Thread.Sleep, which holds up every connection of its event loop; Task.Delay does not"));
}
