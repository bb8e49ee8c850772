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
    public Task WhatHttpDoesNotAllow_IsReported(string body) => Check.Source<LifetimeAnalyzer>(In(body));

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
    public Task OneResponseOnEachPath_IsFine(string body) => Check.Source<LifetimeAnalyzer>(In(body));

    private static string In(string body) => $$"""
        [Handler("GET /ticks")]
        public partial class Ticks
        {
            private Downstream Downstream => default;
            private void Work() { }
            private void Answer(bool found, int count) { {{body}} }
            [OnRequest] private void Begin() => Answer(true, 5);
        }
        """;
}
