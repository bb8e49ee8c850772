namespace Picard.Gen.Analyzers.Tests;

public class AnswerAnalyzerTests
{
    [Theory]
    [InlineData("Next Begin(Responder r, bool x) { if (x) { r.Respond(StatusCode.Forbidden); return Next.Handled; } return Next.Continue; }")]
    [InlineData("Next Begin(Responder r, bool x) { if (x) { r.Respond(StatusCode.Forbidden); } if (x) { return Next.Handled; } return Next.Continue; }")]
    [InlineData("Next Begin(Responder r, bool x) { if (x) { r.Respond(StatusCode.Forbidden); } else { return Next.Continue; } return Next.Handled; }")]
    [InlineData("Next Begin(Responder r, bool x) { while (x) { r.Respond(StatusCode.Forbidden); throw new Exception(); } return Next.Continue; }")]
    [InlineData("Next Begin(Responder r) { Action a = () => { r.Respond(StatusCode.Forbidden); }; a(); return Next.Handled; }")]
    [InlineData("Next Begin(Responder r) { Deny(r); return Next.Handled; } static void Deny(Responder r) { }")]
    [InlineData("Next Begin() { Deny(); return Next.Handled; } void Deny() { }")]
    [InlineData("Next Begin() { Downstream.Respond(\"\"); return Next.Handled; } Responder Downstream { get; set; }")]
    [InlineData("void Begin(Responder r) { r.Fields.Set(\"X-A\", \"b\"); }")]
    public Task PlainMethods_AreFine(string method) => Check.Source<AnswerAnalyzer>($$"""[Middleware] public partial class Gate { [OnRequest] {{method}} }""");

    [Theory]
    [InlineData("Next Begin(Responder r) { r.Respond(StatusCode.Forbidden); return {|#0:Next.Continue|}; }")]
    [InlineData("Next Begin(Responder r, bool x) { if (x) { r.Respond(StatusCode.Forbidden); } return {|#0:Next.Continue|}; }")]
    [InlineData("Next Begin(Responder r, bool x) { if (x) r.Respond(StatusCode.Forbidden); else x = true; return {|#0:Next.Continue|}; }")]
    [InlineData("Next Begin(Responder r, int x) { switch (x) { case 1: r.Respond(\"\"); return {|#0:Next.ContinueWithContent(1)|}; default: return Next.Continue; } }")]
    [InlineData("Next Begin(Responder r, int x) { switch (x) { case 1: r.Respond(\"\"); break; } return {|#0:Next.Continue|}; }")]
    [InlineData("async ValueTask<Next> Begin(Responder r) { await Task.Yield(); r.Respond(\"\"); return {|#0:Next.Continue|}; }")]
    [InlineData("void Begin(Responder r) { {|#0:r.Respond(\"\");|} }")]
    [InlineData("void Begin(Responder r, bool x) { if (x) { {|#0:r.Respond(\"\");|} return; } }")]
    [InlineData("async Task Begin(Responder r) { {|#0:r.Respond(\"\");|} await Task.Yield(); }")]
    [InlineData("void Begin(Responder r) => {|#0:r.Respond(\"\")|};")]
    public Task AnsweredAndContinued_IsReported(string method) => Check.Source<AnswerAnalyzer>(
        $$"""[Middleware] public partial class Gate { [OnRequest] {{method}} }""",
        Check.Message(Rules.AnsweredAndContinued, "'Gate.Begin' answers and then lets the request go on, so the exchange fails; return Next.Handled after Respond"));

    [Theory]
    [InlineData("Next Begin() => {|#0:Next.Handled|};")]
    [InlineData("Next Begin(bool x) => x ? {|#0:Next.Handled|} : Next.Continue;")]
    [InlineData("ValueTask<Next> Begin(Request request) { Console.WriteLine(request); return new({|#0:Next.Handled|}); }")]
    public Task HandledWithoutAnswer_IsReported(string method) => Check.Source<AnswerAnalyzer>(
        $$"""[Middleware] public partial class Gate { [OnRequest] {{method}} }""",
        Check.Message(Rules.HandledWithoutAnswer, "'Gate.Begin' returns Next.Handled and answers nowhere, so the exchange fails; call Respond on Downstream, or on a Responder, first"));

    [Fact]
    public Task OtherMethods_AreNotLookedAt() => Check.Source<AnswerAnalyzer>(
        "[Middleware] public partial class Gate { [OnRequest] void Begin() { } Next Deny(Responder r) { r.Respond(\"\"); return Next.Continue; } } class Other { [OnRequest] Next Begin() => Next.Handled; }");
}
