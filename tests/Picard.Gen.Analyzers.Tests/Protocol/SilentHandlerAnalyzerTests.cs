namespace Picard.Gen.Analyzers.Tests;

/// <summary>Event handlers that never answer.</summary>
public class SilentHandlerAnalyzerTests
{
    [Theory]
    [InlineData("[OnRequest] void Begin() { }")]
    [InlineData("private int _count; [OnRequest] void Begin() => _count++; [OnEnd] void End() => Downstream.Pause();")]
    public Task HandlerWithoutAnswer_IsReported(string members) => Check.Source<SilentHandlerAnalyzer>(
        $$"""[Handler("GET /ping")] public partial class {|#0:Ping|} { private Downstream Downstream => default; {{members}} }""",
        Check.Message(Rules.NeverAnswered, "No event of 'Ping' responds, begins a response, upgrades or aborts, so every exchange waits until its client gives up"));

    [Theory]
    [InlineData("[OnRequest] void Begin() => Downstream.Respond(StatusCode.Ok);")]
    [InlineData("[OnRequest] void Begin() { } [OnEnd] void End() { Downstream.Begin(StatusCode.Ok); Downstream.Complete(); }")]
    [InlineData("[OnRequest] void Begin() => Answers.Send(Downstream);")]
    [InlineData("[OnRequest] void Begin(Downstream client) => client.Respond(StatusCode.Ok);")]
    [InlineData("[OnRequest] void Begin() => Downstream.WakeAfter(default); [OnTimer] void Late() => Downstream.Abort();")]
    public Task HandlerThatMayAnswer_IsFine(string members) => Check.Source<SilentHandlerAnalyzer>($$"""
        public static class Answers { public static void Send(Downstream client) => client.Respond(StatusCode.Ok); }
        [Handler("GET /ping")] public partial class Ping { private Downstream Downstream => default; {{members}} }
        """);

    [Fact]
    public Task RouteHandler_IsFine() => Check.Source<SilentHandlerAnalyzer>("""[Handler] public partial class Users { [Get("/")] string Index() => ""; }""");
}
