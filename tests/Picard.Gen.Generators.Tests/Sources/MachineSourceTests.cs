using Microsoft.CodeAnalysis;
using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>Emitted machines of event handlers, looked at as text and compiled with every warning counted.</summary>
public sealed class MachineSourceTests
{
    private const string App = """
        using Picard;
        namespace Shop;
        [Application] public partial class App;
        """;

    // As product.md prints it.
    private const string Echo = """
        using System.Buffers;
        using Picard;
        namespace Shop;
        [Handler("POST /echo")]
        public partial class Echo
        {
            [OnRequest] void Begin(in RequestHead request) => Downstream.Begin(StatusCode.Ok, request.ContentLength);
            [OnContent] Flow Chunk(ReadOnlySequence<byte> chunk) => Downstream.Write(chunk);
            [OnEnd]     void End() => Downstream.Complete();
        }
        """;

    // As product.md prints it.
    private const string Ticks = """
        using Picard;
        namespace Shop;
        [Handler("GET /ticks")]
        public partial class Ticks
        {
            private long _next;
            [OnRequest] void Begin() { Downstream.Begin(StatusCode.Ok); Produce(); }
            [OnResume]  void Produce()
            {
                while (_next < 1_000_000 && Downstream.Write($"{_next++}\n") == Flow.Ready) { }
                if (_next == 1_000_000) { Downstream.Complete(); }
            }
            [OnAbort]   void Abort(AbortReason reason) { }
        }
        """;

    // Nested and private; events of every kind and form; parameters of each source; state in two parts, in two files.
    private const string Everything = """
        #nullable enable
        using System;
        using System.Buffers;
        using System.Threading;
        using System.Threading.Tasks;
        using Picard;
        namespace Shop;
        public sealed class Store;
        public partial class Outer
        {
            [Handler("* /items/{id:int}"), MaxContent(1024), ContentType("text/csv")]
            private sealed partial class Items(Store store)
            {
                private readonly Store _store = store;
                private static int s_shared;
                private int _count, _more;
                public string? Name { get; set; }
                public int Fixed { get; init; }

                [OnRequest] private async Task Begin(int id, int page, [Header("x-name")] string? name, [Service] Store store, Request request, Downstream downstream, CancellationToken aborted)
                {
                    await Task.Yield();
                    downstream.Respond(StatusCode.Ok, $"{id} {page} {name} {store == _store} {s_shared++}");
                }

                [OnContent] private async ValueTask<Flow> Content(ReadOnlySequence<byte> octets) { await Task.Yield(); _count++; return Flow.Ready; }
                [OnTrailers] private void Trailers(FieldSection trailers) => _more += trailers.Count;
            }
        }
        """;

    private const string EverythingElse = """
        #nullable enable
        using System;
        using System.Threading.Tasks;
        using Picard;
        namespace Shop;
        public partial class Outer
        {
            private sealed partial class Items
            {
                private object? _other;
                [OnEnd] private ValueTask End() => default;
                [OnPause] private static void Pause() { }
                [OnResume] private Flow Resume() => Flow.Ready;
                [OnSignal] private Task<Flow> Signal(Downstream downstream) => Task.FromResult(Flow.Ready);
                [OnTimer, Obsolete("No longer.")] private void Timer() => _other = null;
                [OnAbort] private void Abort(AbortReason reason, Downstream downstream) => Name = $"{reason} {_count} {_more} {_other}";
                [OnDone] private ValueTask Done() => default;
            }
        }
        """;

    [Fact]
    public void EchoAndTicks()
    {
        var run = GeneratorRun.Over(App, Echo, Ticks);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void EverythingInTwoParts()
    {
        var run = GeneratorRun.Over(App, Everything, EverythingElse);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void Member_NamedDownstream_IsLeftToTheUser()
    {
        var run = GeneratorRun.Over(App, """
            using Picard;
            namespace Shop;
            [Handler("GET /own")]
            public partial class Own
            {
                private string Downstream => "mine";
                [OnRequest] void Begin(Downstream client) => client.Respond(StatusCode.Ok, Downstream);
            }
            """);
        Assert.Empty(run.Problems());
        Assert.DoesNotContain("Downstream { get; set; }", run.File("Shop.Own.g.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("_handler.Downstream =", run.File("Shop.Own.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_OfAnEventsBody_WritesNothingAgain()
    {
        var run = GeneratorRun.Over(App, Echo, Ticks).Edit(2, static t => t.Replace("1_000_000", "2_000_000", StringComparison.Ordinal));
        Assert.All(run.Files(), static r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Fact]
    public void Edit_OfAnEventsParameters_WritesItsMachineOnly()
    {
        var run = GeneratorRun.Over(App, Echo, Ticks).Edit(2, static t => t.Replace("void Abort(AbortReason reason)", "void Abort()", StringComparison.Ordinal));
        Assert.Equal(1, run.Files().Count(static r => r == IncrementalStepRunReason.Modified));
        Assert.Contains("_handler.Abort();", run.File("Shop.Ticks.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_OfTheState_WritesItsMachineOnly()
    {
        var run = GeneratorRun.Over(App, Everything, EverythingElse, Echo).Edit(2, static t => t.Replace("object? _other;", "object? _other; private long _added;", StringComparison.Ordinal));
        Assert.Equal(1, run.Files().Count(static r => r == IncrementalStepRunReason.Modified));
        Assert.Contains("_handler._added = default;", run.File("Shop.Outer.Items.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_OfARoute_WritesTheRoutesToo()
    {
        var run = GeneratorRun.Over(App, Echo, Ticks).Edit(1, static t => t.Replace("POST /echo", "PUT /back", StringComparison.Ordinal));
        Assert.Equal(2, run.Files().Count(static r => r == IncrementalStepRunReason.Modified));
        Assert.Contains("PUT /back", run.File("Shop.App.Routes.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Output_IsTheSameWhateverTheOrderOfFiles()
    {
        var one = GeneratorRun.Over(App, Everything, EverythingElse);
        var two = GeneratorRun.Over(Everything, EverythingElse, App);
        Assert.All(one.HintNames, name => Assert.Equal(one.File(name), two.File(name)));
    }
}
