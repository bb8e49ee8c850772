namespace Picard.Gen.Analyzers.Tests;

/// <summary>One response a request, on each path of an event.</summary>
public class ResponseAnalyzerTests
{
    [Theory]
    [InlineData("if (found) { Downstream.Respond(StatusCode.NotFound); } {|PIC4001:Downstream.Respond(StatusCode.Ok)|};")]
    [InlineData("Downstream.Begin(StatusCode.Ok); {|PIC4001:Downstream.Respond(StatusCode.Ok)|};")]
    [InlineData("try { Downstream.Begin(StatusCode.Ok); Work(); } catch (FormatException) { {|PIC4001:Downstream.Respond(StatusCode.BadRequest)|}; }")]
    [InlineData("Downstream.Respond(StatusCode.Ok); {|PIC4002:Downstream.Write(\"more\")|};")]
    [InlineData("Downstream.Begin(StatusCode.Ok); Downstream.Complete(); {|PIC4002:Downstream.Complete()|};")]
    [InlineData("Downstream.Begin(StatusCode.NoContent); {|PIC4003:Downstream.Write(\"done\")|};")]
    [InlineData("{|PIC4003:Downstream.Respond(StatusCode.NotModified, \"same\")|};")]
    [InlineData("{|PIC4003:Downstream.Respond(StatusCode.ResetContent, \"same\")|};")]
    [InlineData("switch (count) { case 1: Downstream.Respond(StatusCode.Ok); break; } switch (count) { case 1: {|PIC4002:Downstream.Write(\"x\")|}; break; }")]
    [InlineData("switch (count) { case 1: Downstream.Respond(StatusCode.Ok); break; } count++; switch (count) { case 2: {|PIC4001:Downstream.Respond(StatusCode.Ok)|}; break; }")]
    [InlineData("switch (count) { case 1: Downstream.Respond(StatusCode.Ok); break; case 2: Downstream.Begin(StatusCode.Ok); break; } if (count != 2) { {|PIC4001:Downstream.Respond(StatusCode.Ok)|}; }")]
    public Task WhatHttpDoesNotAllow_IsReported(string body) => Check.Source<LifetimeAnalyzer>(In(body));

    [Theory]
    [InlineData("upstream.Complete(); {|PIC4002:upstream.Write(\"more\")|};")]
    [InlineData("if (last) { upstream.Complete(); } {|PIC4002:upstream.Complete()|};")]
    [InlineData("upstream.Write(\"x\"); if (last) { upstream.Complete(); return; } upstream.Write(\"y\");")]
    [InlineData("upstream.Complete(); upstream.Abort(); upstream.Write(\"nobody\");")]
    [InlineData("upstream.Complete(); upstream.Pause(); upstream.Resume();")]
    public Task ContentOfARequest_HasOneEnd(string body) =>
        Check.Source<LifetimeAnalyzer>($"[ResponseHandler] public partial class Subject {{ [OnRequest] void Produce(Upstream upstream) => Send(upstream, false); void Send(Upstream upstream, bool last) {{ {body} }} }}");

    [Fact]
    public Task WriteAfterTheEndOfARequest_SaysSo() => Check.Source<LifetimeAnalyzer>(
        "[ResponseHandler] public partial class Subject { [OnRequest] void Produce(Upstream upstream) { upstream.Complete(); {|#0:upstream.Write(\"x\")|}; } }",
        Check.Message(Rules.WrittenAfterEnd, "'upstream.Write(\"x\")' comes after the content of the request is complete on the same path, so it throws and the exchange fails"));

    [Theory]
    [InlineData("if (found) { Downstream.Respond(StatusCode.NotFound); return; } Downstream.Respond(StatusCode.Ok);")]
    [InlineData("if (found) { Downstream.Respond(StatusCode.NotFound); } else { Downstream.Respond(StatusCode.Ok); }")]
    [InlineData("if (found) { Downstream.Respond(StatusCode.NotFound); } if (!found) { Downstream.Respond(StatusCode.Ok); }")]
    [InlineData("switch (count) { case 1: Downstream.Respond(StatusCode.Ok); break; default: Downstream.Respond(StatusCode.NotFound); break; }")]
    [InlineData("try { Work(); Downstream.Respond(StatusCode.Ok); } catch (FormatException) { Downstream.Respond(StatusCode.BadRequest); }")]
    [InlineData("Downstream.Begin(StatusCode.Ok); while (count-- > 0 && Downstream.Write(\"x\") == Flow.Ready) { } Downstream.Complete();")]
    [InlineData("var isDone = false; Downstream.Begin(StatusCode.Ok); if (found) { Downstream.Complete(); isDone = true; } if (!isDone) { Downstream.Write(\"x\"); }")]
    [InlineData("Downstream.Begin(StatusCode.NoContent); Downstream.Complete();")]
    [InlineData("Downstream.Respond(StatusCode.NoContent);")]
    [InlineData("Downstream.Respond(StatusCode.NotModified, \"\");")]
    [InlineData("Downstream.Begin(StatusCode.Ok); Downstream.Abort(); Downstream.Write(\"nobody\");")]
    [InlineData("Downstream.Continue(); Downstream.Respond(StatusCode.Ok);")]
    [InlineData("switch (count) { case 1: Downstream.Respond(StatusCode.Ok); break; default: Downstream.Begin(StatusCode.Ok); break; } switch (count) { case 1: break; default: Downstream.Write(\"x\"); Downstream.Complete(); break; }")]
    [InlineData("if (kind == Kind.Short) { Downstream.Respond(StatusCode.Ok); } else { Downstream.Begin(StatusCode.Ok); } switch (kind) { case Kind.Long: Downstream.Write(\"x\"); Downstream.Complete(); break; case Kind.Other: Downstream.Complete(); break; }")]
    [InlineData("switch (kind) { case Kind.Short: Downstream.Respond(StatusCode.Ok); break; case Kind.Long: Downstream.Begin(StatusCode.Ok); break; } if (kind == Kind.Long) { Downstream.Write(\"x\"); } if (kind is Kind.Other) { Downstream.Respond(StatusCode.NotFound); }")]
    [InlineData("if (count is 1) { Downstream.Respond(StatusCode.Ok); } if (count is not 1) { Downstream.Respond(StatusCode.NotFound); }")]
    [InlineData("if (count == 1) { Downstream.Respond(StatusCode.Ok); } else if (count == 2) { Downstream.Begin(StatusCode.Ok); } if (count == 2) { Downstream.Write(\"x\"); Downstream.Complete(); }")]
    [InlineData("var status = kind switch { Kind.Short => StatusCode.Ok, _ => StatusCode.NotFound }; if (kind == Kind.Short) { Downstream.Respond(status); } switch (kind) { case Kind.Short: break; default: Downstream.Respond(status); break; }")]
    public Task OneResponseOnEachPath_IsFine(string body) => Check.Source<LifetimeAnalyzer>(In(body));

    [Theory]
    [InlineData("new Response(StatusCode.NoContent) { {|PIC4003:Content = octets|} }")]
    [InlineData("new(StatusCode.NotModified) { ContentType = \"text/plain\", {|PIC4003:Content = new byte[] { 1 }|} }")]
    [InlineData("new Response(new StatusCode(205)) { {|PIC4003:Content = octets|} }")]
    public Task ContentOfAWholeResponseWithoutAny_IsReported(string response) => Check.Source<LifetimeAnalyzer>(Whole(response));

    [Theory]
    [InlineData("new Response(StatusCode.Ok) { Content = octets }")]
    [InlineData("new Response(StatusCode.NoContent) { Fields = { { \"X-A\", \"1\" } } }")]
    [InlineData("new Response(StatusCode.NoContent) { Content = default }")]
    [InlineData("new Response(StatusCode.NoContent) { Content = ReadOnlyMemory<byte>.Empty }")]
    [InlineData("new(StatusCode.NotModified) { Content = Array.Empty<byte>() }")]
    public Task WholeResponse_IsFine(string response) => Check.Source<LifetimeAnalyzer>(Whole(response));

    private static string Whole(string response) => $"[Handler] public partial class Answers {{ [Get(\"/\")] Response A(byte[] octets) => {response}; }}";

    private static string In(string body) => $$"""
        [Handler("GET /ticks")]
        public partial class Ticks
        {
            private Downstream Downstream => default;
            private void Work() { }
            private enum Kind { Short, Long, Other }
            private void Answer(bool found, int count, Kind kind) { {{body}} }
            [OnRequest] private void Begin() => Answer(true, 5, Kind.Short);
        }
        """;
}
