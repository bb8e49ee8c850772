using Microsoft.CodeAnalysis;
using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>What is emitted for middleware, for those who use it, and for mounts; looked at as text and compiled with every warning counted.</summary>
public sealed class MiddlewareSourceTests
{
    private const string App = """
        using Picard;
        namespace Shop;
        [Application, Use<Everything>, Use<Small>, Mount<Back.Admin>("/admin/")]
        public partial class App
        {
            [Provides] private readonly Store _store = new();
        }
        public sealed class Store;
        """;

    // Every event; parameters of each source; state; a member that no exchange owns.
    private const string Everything = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Picard;
        namespace Shop;
        public sealed record Ticket(int Number);
        [Middleware]
        public partial class Everything(Store store, Store? other = null)
        {
            private readonly Store _store = store;
            private static int s_count;
            private int _octets, _more;
            public string? Name { get; set; }

            [OnRequest]
            private async ValueTask<Next> Begin(
                Request request, ResponseFields fields, Responder responder, CancellationToken aborted, [Header("x-name")] string? name, int page, [Service] Store store, [Item] Ticket? ticket)
            {
                await Task.Yield();
                fields.Set("X-Page", $"{page} {ticket} {aborted.IsCancellationRequested} {store == other}");
                Name = name;
                if (page > 9) { responder.Respond(StatusCode.Forbidden); return Next.Handled; }
                return Next.Continue;
            }

            [OnRequestContent] private void Take(ReadOnlySpan<byte> content, in RequestHead head) => _octets += content.Length + (head.ContentLength is null ? 0 : 1);
            [OnRequestTrailers] private void Trailers(FieldSection trailers) => _more += trailers.Count;
            [OnRequestEnd] private static void End() => s_count++;
            [OnResponse] private void Answer(OutgoingResponse response, Request request) => response.Fields.Set("X-Store", $"{_store} {request.Target}");
            [OnResponseContent] private void Send(ReadOnlySpan<byte> content) => _more += content.Length;
            [OnResponseTrailers] private void Trail(ResponseFields trailers) => trailers.Set("X-Sent", $"{_more}");
            [OnResponseEnd, Obsolete("No longer.")] private void Sent() { }
            [OnFault] private static Problem? Map(KeyNotFoundException fault, Request request) => new(StatusCode.NotFound) { Detail = fault.Message + request.Target };
            [OnFault] private static Response? Map(TimeoutException fault) => null;
            [OnDone] private void Done(ExchangeSummary done) => Console.WriteLine($"{done.Status} {_octets} {Name}");
            [OnAbort] private void Abort(AbortReason reason, ExchangeSummary aborted) => Console.WriteLine($"{reason} {aborted.Status}");
        }
        """;

    private const string Small = """
        using Picard;
        namespace Shop;
        [Middleware]
        public partial class Small
        {
            [OnRequest] private void Begin(in RequestHead head) { var length = head.ContentLength; _ = length; }
        }
        """;

    private const string Handlers = """
        using Picard;
        namespace Shop
        {
            [Handler(Application = typeof(App)), Use<Small>]
            public partial class Users { [Get("/users/{id:int}")] private string Get(int id) => $"{id}"; [Fallback] private string Any() => "any"; }
            [Handler("GET /ticks", Application = typeof(App)), Use<Small>]
            public partial class Ticks { [OnRequest] private void Begin(Downstream downstream) => downstream.Respond(StatusCode.Ok, ""); }
        }
        namespace Back
        {
            [Application] public partial class Admin;
            [Handler(Application = typeof(Admin))] public partial class Desk { [Get("/")] private string Index() => "desk"; }
        }
        """;

    [Fact]
    public void MiddlewareUsedAndMounted()
    {
        var run = GeneratorRun.Over(App, Everything, Small, Handlers);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void Edit_OfAnEventsBody_WritesNothingAgain()
    {
        var run = GeneratorRun.Over(App, Everything, Small, Handlers).Edit(2, static t => t.Replace("head.ContentLength;", "head.ContentLength + 1;", StringComparison.Ordinal));
        Assert.All(run.Files(), static r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Fact]
    public void Edit_OfAnEvent_WritesItsMiddlewareOnly()
    {
        var run = GeneratorRun.Over(App, Everything, Small, Handlers)
            .Edit(2, static t => t.Replace("[OnRequest] private void Begin(in RequestHead head)", "[OnRequest] private void Begin(in RequestHead head, Request request)", StringComparison.Ordinal));
        Assert.Equal(1, run.Files().Count(static r => r == IncrementalStepRunReason.Modified));
        Assert.Equal(["Shop.Small.Middleware.g.cs"], run.Written);
        Assert.Contains("_middleware.Begin(argument, argument);", run.File("Shop.Small.Middleware.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_OfTheState_WritesItsMiddlewareOnly()
    {
        var run = GeneratorRun.Over(App, Everything, Small, Handlers).Edit(1, static t => t.Replace("_octets, _more;", "_octets, _more, _added;", StringComparison.Ordinal));
        Assert.Equal(["Shop.Everything.Middleware.g.cs"], run.Written);
        Assert.Contains("_middleware._added = default;", run.File("Shop.Everything.Middleware.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_OfAUse_WritesTheApplicationOnly()
    {
        var run = GeneratorRun.Over(App, Everything, Small, Handlers).Edit(0, static t => t.Replace(", Use<Small>", "", StringComparison.Ordinal));
        Assert.Equal(["Shop.App.Routes.g.cs"], run.Written);
    }

    // Only the user's own mistake is an error of the compiler, if it is one; the analyzers say what is wrong.
    [Theory]
    [InlineData("[Middleware] public partial class Gate { [OnRequest] int Begin() => 1; }")]
    [InlineData("[Middleware] public partial class Gate { [OnRequest] Next Begin<T>() => Next.Continue; }")]
    [InlineData("[Middleware] public partial class Gate { [OnRequest] void Begin(ref Request request) { } }")]
    [InlineData("[Middleware] public partial class Gate { [OnResponse] void Answer(int status) { } }")]
    [InlineData("[Middleware] public partial class Gate { [OnResponse] string Answer() => \"\"; }")]
    [InlineData("[Middleware] public partial class Gate { [OnDone] void Done(string[] all) { } }")]
    [InlineData("[Middleware] public partial class Gate { [OnFault] void Map(System.Exception fault) { } }")]
    [InlineData("[Middleware] public partial class Gate { [OnFault] Problem? Map() => null; }")]
    [InlineData("[Middleware] public partial class Gate { [OnFault] Problem? Map(string fault) => null; }")]
    [InlineData("[Middleware] public partial class Gate { [OnContent] void Take(System.ReadOnlySpan<byte> content) { } }")]
    [InlineData("[Middleware] public partial class Gate { [OnDone] void A() { } [OnDone] void B() { } }")]
    [InlineData("[Middleware] public partial class Gate;")]
    [InlineData("[Middleware, Handler(\"GET /gate\")] public partial class Gate { [OnRequest] void Begin() { } }")]
    [InlineData("[Middleware, Handler] public partial class Gate { [Get(\"/gate\")] string Index() => \"\"; }")]
    [InlineData("[Application, Use<string>] public partial class App;")]
    [InlineData("[Application, Use<System.Collections.Generic.List<int>>] public partial class App;")]
    [InlineData("[Application, Mount<string>(\"/a\")] public partial class App;")]
    [InlineData("[Application, Mount<Other>(\"a\"), Mount<Other>(\"/{b}\")] public partial class App; [Application] public partial class Other;")]
    public void InvalidModel_BreaksNoEmittedCode(string source) => Assert.Empty(GeneratorRun.Over($"#nullable enable\nusing Picard;\n{source}").Problems());
}
