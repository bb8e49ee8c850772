using Microsoft.CodeAnalysis;
using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>What is emitted for proxies; looked at as text and compiled with every warning counted.</summary>
public sealed class ProxySourceTests
{
    // Every event, in two parts; bound parameters and services; middleware, a pool and another target.
    private const string Everything = """
        #nullable enable
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Picard;
        namespace Shop;
        public interface IClock { long Now { get; } }
        [Pool(MaxConnectionsPerAuthority = 8)] public sealed partial class Backend;
        [Middleware] public partial class Log { [OnRequest] private void Begin() { } }
        public static partial class Edge
        {
            private const string Second = "http://10.0.0.6:8080";

            [Proxy("/api/{area}/{page:int}/{**rest}", Upstream = "orders", Rewrite = "/internal/{rest}/of/{AREA}/{page}", Pool = typeof(Backend), Application = typeof(App))]
            [Upstream("orders", "http://10.0.0.5:8080", Second)]
            [Use<Log>, MaxContent(1024)]
            internal sealed partial class Orders(IClock clock)
            {
                private long _octets;
                [OnRequest] private async ValueTask Outgoing(ForwardedRequest forwarded, string area, [Header("X-Key")] string? key, [Service] IClock other, CancellationToken aborted)
                {
                    await Task.Yield();
                    forwarded.Fields.Set(KnownField.Authorization, $"{area} {key} {clock.Now + other.Now} {aborted.IsCancellationRequested}");
                }

                [OnRequestContent] private void Up(ReadOnlySpan<byte> octets, ForwardedRequest request) => _octets += octets.Length + request.Method.Utf8.Length;
                [OnRequestTrailers] private void UpTrailers(FieldSection trailers) => _octets += trailers.Count;
                [OnRequestEnd, Obsolete("No longer.")] private void UpEnd() { }
            }

            internal sealed partial class Orders
            {
                [OnResponse] private static void Incoming(ForwardedResponse response, StatusCode status) => response.Fields.Set("X-Status", status.Code.ToString());
                [OnResponseContent] private void Down(ReadOnlyMemory<byte> octets) => _octets += octets.Length;
                [OnResponseTrailers] private void DownTrailers(FieldSection trailers, in ResponseHead response) => _octets += trailers.Count + response.Fields.Count;
                [OnResponseEnd] private void DownEnd() { }
                [OnDone] private void Done(Request request) => Console.WriteLine($"{request.Method} {_octets}");
                [OnAbort] private void Abort(AbortReason reason) => Console.WriteLine(reason);
            }
        }

        [Application] public partial class App { }
        """;

    // The servers of another, and nothing else to say.
    private const string Small = """
        using Picard;
        namespace Shop;
        [Proxy("/old/{**path}", Upstream = "orders")]
        public partial class OldOrders;

        [Proxy("/new/{page=a b}", Rewrite = "/{page}")]
        [Upstream("later")]
        public partial class Later
        {
            [OnRequest] private System.Threading.Tasks.Task Outgoing(ForwardedRequest request) { request.Target = "/x"; return System.Threading.Tasks.Task.CompletedTask; }
        }

        [Handler]
        public partial class Users { [Get("/users")] private string All() => ""; }
        """;

    // Where nothing can be forwarded, the user's own code compiles all the same.
    private const string Broken = """
        using Picard;
        namespace Shop;
        [Proxy("/api/{rest", Upstream = "a"), Upstream("a", "http://a")] public partial class BadPattern;
        [Proxy("/api", Rewrite = "/{rest}"), Upstream("b", "http://b")] public partial class BadTarget { public static object Own => Gateway; }
        [Proxy("/api", Upstream = "nobody")] public partial class BadUpstream;
        [Application] public partial class App { }
        """;

    [Fact]
    public void Proxies()
    {
        var run = GeneratorRun.Over(Everything, Small);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void ProxyThatCannotForward_HasNoRoute()
    {
        var run = GeneratorRun.Over(Broken);
        Assert.Empty(run.Problems());
        Assert.Contains("forwards nothing", run.File("Shop.BadTarget.Proxy.g.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("/api", run.File("Shop.App.Routes.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void ProxyThatIsSomethingElse_IsThatOnly()
    {
        var run = GeneratorRun.Over("""
            using Picard;
            [Proxy("/api"), Upstream("a", "http://a"), Handler("GET /api")]
            public partial class Both { [OnRequest] private void Begin() { } }
            """);
        Assert.DoesNotContain(run.HintNames, static name => name.Contains("Proxy", StringComparison.Ordinal));
    }

    [Fact]
    public void Edit_OfAnEventsBody_WritesNothingAgain()
    {
        var run = GeneratorRun.Over(Everything, Small).Edit(1, static t => t.Replace("\"/x\"", "\"/y\"", StringComparison.Ordinal));
        Assert.All(run.Files(), static r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Fact]
    public void Edit_OfATarget_WritesItsProxyOnly()
    {
        var run = GeneratorRun.Over(Everything, Small).Edit(1, static t => t.Replace("Rewrite = \"/", "Rewrite = \"/later/", StringComparison.Ordinal));
        Assert.Equal(["Shop.Later.Proxy.g.cs"], run.Written);
    }

    [Fact]
    public void Edit_OfARoute_WritesItsProxyAndTheRoutes()
    {
        var run = GeneratorRun.Over(Everything, Small).Edit(1, static t => t.Replace("\"/new/", "\"/newer/", StringComparison.Ordinal));
        Assert.Equal(["Shop.App.Routes.g.cs", "Shop.Later.Proxy.g.cs"], run.Written.Order(StringComparer.Ordinal));
    }
}
