using Microsoft.CodeAnalysis;
using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>What is emitted for handlers of responses; looked at as text and compiled with every warning counted.</summary>
public sealed class ResponseHandlerSourceTests
{
    // Every event, in two parts; each form of a result; each thing that an event brings.
    private const string Everything = """
        #nullable enable
        using System;
        using System.Buffers;
        using System.Threading;
        using System.Threading.Tasks;
        using Picard;
        namespace Shop;
        public static partial class Feeds
        {
            [ResponseHandler]
            internal sealed partial class Tail(int limit)
            {
                private long _octets = 1;
                [OnRequest] private void Write(CancellationToken aborted) => Upstream.Write($"{limit} {aborted.IsCancellationRequested}");
                [OnResponse] private Flow Begin(in ResponseHead response, StatusCode status, FieldSection fields, Upstream upstream) => status.IsSuccess ? Flow.Ready : upstream.Write(response.Fields.Count == fields.Count ? "" : "!");
                [OnContent] private async ValueTask<Flow> TakeAsync(ReadOnlyMemory<byte> octets) { await Task.Yield(); _octets += octets.Length; return Flow.Ready; }
                [OnTrailers] private void Trailers(FieldSection trailers) => _octets += trailers.Count;
                [OnEnd, Obsolete("No longer.")] private Task End() => Task.CompletedTask;
            }

            internal sealed partial class Tail
            {
                [OnPause] private static void Pause() { }
                [OnResume] private void Resume(Upstream upstream) => upstream.Complete();
                [OnSignal] private ValueTask Wake() => default;
                [OnDone] private void Done() => Console.WriteLine(_octets);
                [OnAbort] private void Abort(Exception fault) => Console.WriteLine(fault.Message);
            }
        }
        """;

    // An Upstream of its own is left alone.
    private const string Small = """
        using Picard;
        namespace Shop;
        [ResponseHandler]
        public partial record Small
        {
            private int Upstream { get; set; }
            [OnContent] private void Take(System.ReadOnlySpan<byte> octets) => Upstream += octets.Length;
        }
        """;

    [Fact]
    public void HandlersOfResponses()
    {
        var run = GeneratorRun.Over(Everything, Small);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void Edit_OfAnEventsBody_WritesNothingAgain()
    {
        var run = GeneratorRun.Over(Everything, Small).Edit(1, static t => t.Replace("octets.Length;", "octets.Length + 1;", StringComparison.Ordinal));
        Assert.All(run.Files(), static r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Fact]
    public void Edit_OfAnEvent_WritesItsHandlerOnly()
    {
        var run = GeneratorRun.Over(Everything, Small).Edit(1, static t => t.Replace("void Take(", "void Count(", StringComparison.Ordinal));
        Assert.Equal(["Shop.Small.Responses.g.cs"], run.Written);
    }

    [Fact]
    public void HandlerThatIsSomethingElse_GetsNoEvents()
    {
        var run = GeneratorRun.Over("""
            using Picard;
            [ResponseHandler, Middleware]
            public partial class Both { [OnRequest] private void Begin() { } }
            """);
        Assert.DoesNotContain(run.Result.GeneratedTrees, static t => t.FilePath.Contains("Responses", StringComparison.Ordinal));
    }
}
