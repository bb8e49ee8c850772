namespace Picard.Gen.Analyzers.Tests;

/// <summary>Statuses that no response can have.</summary>
public class StatusAnalyzerTests
{
    [Theory]
    [InlineData("[Get(\"/\")] StatusCode A() => {|PIC4008:new StatusCode(99)|};")]
    [InlineData("[Get(\"/\")] StatusCode A() => {|PIC4008:new(1000)|};")]
    [InlineData("private const int Code = 20; static readonly StatusCode s_mine = {|PIC4008:new StatusCode(Code)|};")]
    [InlineData("[Get(\"/\")] StatusCode A() => {|PIC4008:StatusCode.EarlyHints|};")]
    [InlineData("[Get(\"/\")] async Task<StatusCode> A(bool b) { await Task.Yield(); return b ? {|PIC4008:StatusCode.Continue|} : StatusCode.Ok; }")]
    [InlineData("[Get(\"/\")] StatusCode A(int i) => i switch { 1 => {|PIC4008:new StatusCode(150)|}, _ => StatusCode.Ok };")]
    [InlineData("[Get(\"/\")] Response A() => new Response({|PIC4008:StatusCode.Processing|});")]
    [InlineData("[Get(\"/\")] Response A() => Response.Text({|PIC4008:StatusCode.SwitchingProtocols|}, \"x\");")]
    [InlineData("[Get(\"/\")] Problem A() => new({|PIC4008:new StatusCode(103)|});")]
    [InlineData("void A(Downstream downstream) { downstream.Begin({|PIC4008:StatusCode.Continue|}); downstream.Respond({|PIC4008:StatusCode.Continue|}); }")]
    [InlineData("void A(Responder responder) { responder.Respond({|PIC4008:StatusCode.EarlyHints|}); }")]
    [InlineData("async Task A(ContentWriter writer) { writer.Begin({|PIC4008:StatusCode.EarlyHints|}); await writer.FlushAsync(); }")]
    [InlineData("[Get(\"/\")] Task<StatusCode> A() => Task.FromResult({|PIC4008:StatusCode.Continue|});")]
    [InlineData("[Get(\"/\")] ValueTask<StatusCode> A(bool b) { return ValueTask.FromResult(b ? StatusCode.Ok : {|PIC4008:StatusCode.Continue|}); }")]
    [InlineData("[Get(\"/\")] ValueTask<StatusCode> A() => new({|PIC4008:StatusCode.Processing|});")]
    [InlineData("[Get(\"/\")] ValueTask<StatusCode> A() => new ValueTask<StatusCode>({|PIC4008:new StatusCode(103)|});")]
    public Task NoStatusOfAResponse_IsReported(string members) => Check.Source<StatusAnalyzer>($"[Handler] public partial class C {{ {members} }}");

    [Theory]
    [InlineData("[Get(\"/\")] StatusCode A() => new StatusCode(100 + 100);")]
    [InlineData("[Get(\"/\")] StatusCode A() => new(999);")]
    [InlineData("[Get(\"/\")] StatusCode A(int code) => new(code);")]
    [InlineData("[Get(\"/\")] StatusCode A() => StatusCode.Ok;")]
    [InlineData("[Get(\"/\")] bool A(int code) => new StatusCode(code) == StatusCode.Continue;")]
    [InlineData("static readonly StatusCode s_hints = StatusCode.EarlyHints; static readonly StatusCode s_first = new(100);")]
    [InlineData("static StatusCode Announced() => StatusCode.Continue;")]
    [InlineData("[Get(\"/\")] string A() => Describe(StatusCode.Continue); static string Describe(StatusCode status) => status.ReasonPhrase;")]
    [InlineData("[Get(\"/\")] int A() => StatusCode.Continue.Code;")]
    [InlineData("[Get(\"/\")] StatusCode A(StatusCode status) => status == StatusCode.Processing ? StatusCode.Ok : status;")]
    [InlineData("void A(Downstream downstream, ResponseFields fields) { downstream.Continue(); downstream.EarlyHints(fields); downstream.Begin(StatusCode.Ok); }")]
    [InlineData("enum StatusCode { Continue } StatusCode A() => StatusCode.Continue; class Response(StatusCode status) { public StatusCode Status => status; } Response B() => new(StatusCode.Continue);")]
    [InlineData("static Task<StatusCode> Announced() => Task.FromResult(StatusCode.Continue);")]
    [InlineData("[Get(\"/\")] Task<bool> A() => Task.FromResult(Equals(StatusCode.Continue)); bool Equals(StatusCode status) => false;")]
    public Task OtherStatuses_AreFine(string members) => Check.Source<StatusAnalyzer>($"[Handler] public partial class C {{ {members} }}");

    [Fact]
    public Task NoFinalStatus_SaysWhatHappens() => Check.Source<StatusAnalyzer>(
        "class C { Response A() => new({|#0:StatusCode.Continue|}); StatusCode B() => {|#1:new(99)|}; }",
        Check.Message(Rules.NoFinalStatus, "'StatusCode.Continue' announces a response and is never the final one, so sending it throws"),
        Check.Message(Rules.NoFinalStatus, "'new(99)' does not have three digits, so making it throws", 1));
}
