using Picard.Proxy;

namespace Picard.Gen.Analyzers.Tests;

public class ProxyAnalyzerTests
{
    /// <summary>Destinations, and whether they are any.</summary>
    public static TheoryData<string, bool> Destinations => new()
    {
        { "http://127.0.0.1", true }, { "http://a/", true }, { "HTTPS://api.example.com:8443", true }, { "http://[::1]:8080", true },
        { "", false }, { "a:80", false }, { "//a", false }, { "ftp://a", false }, { "http://", false }, { "http://a/b", false }, { "http://a/?", false }, { "http://a?b", false }, { "http://a#b", false },
        { "http://u@a", false }, { "http://u:p@a", false },
    };

    [Fact]
    public Task Proxy_WithEverything_IsNotReported() => Check.Source<ProxyAnalyzer>("""
        [Pool] public partial class Backend { }

        [Proxy("/api/{id}/{**rest}", Upstream = "orders", Rewrite = "/internal/{rest}/{id}", Pool = typeof(Backend))]
        [Upstream("orders", "http://10.0.0.5:8080", "http://10.0.0.6:8080", "https://10.0.0.5:8080", "http://10.0.0.5:8081")]
        public partial class OrdersProxy
        {
            [OnRequest] void A() { }
            [OnRequestContent] void B(ReadOnlySpan<byte> octets) { }
            [OnRequestTrailers] void C() { }
            [OnRequestEnd] void D() { }
            [OnResponse] void E() { }
            [OnResponseContent] void F(ReadOnlySpan<byte> octets) { }
            [OnResponseTrailers] void G() { }
            [OnResponseEnd] void H() { }
            [OnDone] void I() { }
            [OnAbort] void J() { }
        }

        [Proxy("/old", Upstream = "orders")] public partial class OldProxy { }
        [Proxy("/own"), Upstream("own")] public partial class OwnProxy { }
        public class Gateway { [OnContent] void Take() { } }
        """);

    [Theory]
    [InlineData("Handler(\"GET /a\")", "Handler")]
    [InlineData("Application", "Application")]
    [InlineData("Middleware", "Middleware")]
    [InlineData("ResponseHandler", "ResponseHandler")]
    [InlineData("Client(\"http://a\")", "Client")]
    public Task ProxyThatIsSomethingElse_IsReported(string attribute, string name) => Check.Source<ProxyAnalyzer>(
        $$"""[Proxy("/a"), Upstream("a", "http://a"), {{attribute}}] partial class {|#0:Both|} { }""",
        Check.Message(Rules.MixedProxy, $"'Both' is marked [Proxy] and [{name}], so what its methods are for cannot be told"));

    [Fact]
    public Task NoUpstream_IsReported() => Check.Source<ProxyAnalyzer>(
        """[{|#0:Proxy("/a")|}] partial class Orders { }""",
        Check.Message(Rules.UnknownUpstream, "'Orders' names no upstream, so its requests go nowhere; give it one by [Upstream(\"name\", \"http://host:port\")]"));

    [Fact]
    public Task UnknownUpstream_IsReported_WithThoseThereAre() => Check.Source<ProxyAnalyzer>("""
        [Proxy("/a", {|#0:Upstream = "order"|})] partial class Orders { }
        [Proxy("/b"), Upstream("orders", "http://a")] partial class Other { }
        """,
        Check.Message(Rules.UnknownUpstream, "'Orders' names the upstream 'order', which no proxy declares, so its requests go nowhere; declared are 'orders'"));

    [Fact]
    public Task UpstreamDeclaredTwice_IsReportedOnce() => Check.Source<ProxyAnalyzer>("""
        [Proxy("/a"), Upstream("orders", "http://a")] partial class A { }
        [Proxy("/b"), {|#0:Upstream("orders", "http://b")|}] partial class B { }
        """,
        Check.Message(Rules.DuplicateUpstream, "'A' and 'B' both declare the upstream 'orders', so which servers a proxy means by it cannot be told"));

    [Fact]
    public Task DestinationThatIsNone_IsReportedWhereItIs() => Check.Source<ProxyAnalyzer>("""
        [Proxy("/a")]
        [Upstream("orders", {|#0:"10.0.0.5:8080"|}, "http://a", {|#1:"http://b/internal"|}, {|#2:"http://A:80/"|})]
        partial class Orders { }
        """,
        Check.Message(Rules.InvalidDestination, "The destination '10.0.0.5:8080' of 'Orders' is no URL of http or https, such as http://10.0.0.5:8080, so its application fails at start"),
        Check.Message(Rules.InvalidDestination, "The destination 'http://b/internal' of 'Orders' has the path '/internal', which belongs into Rewrite, so its application fails at start", 1),
        Check.Message(Rules.InvalidDestination, "The destination 'http://A:80/' of 'Orders' is there twice, so its application fails at start", 2));

    // What the rule lets through the runtime takes, and the other way round.
    [Theory]
    [MemberData(nameof(Destinations))]
    public void Destination_IsWhatTheRuntimeTakes(string destination, bool isOne)
    {
        Assert.Equal(isOne, Record.Exception(() => new ProxyGateway("A", null, "a").Apply(new UpstreamOptions { Name = "a", Destinations = [destination] })) is null);
        Assert.Equal(isOne, ProxyDestination.WhyNot(destination, out _) is null);
    }

    [Fact]
    public Task TargetWithAPartThatTheRouteDoesNotHave_IsReported() => Check.Source<ProxyAnalyzer>("""
        [Proxy("/api/{**rest}", Rewrite = "/internal/{|#0:{path}|}"), Upstream("a", "http://a")] partial class Orders { }
        """,
        Check.Message(Rules.InvalidProxyTarget, "The target '/internal/{path}' of 'Orders' has '{path}', and the route has {rest}, so no request is forwarded"));

    [Fact]
    public Task TargetWithoutASlash_IsReported() => Check.Source<ProxyAnalyzer>("""
        [Proxy("/api/{**rest}", Rewrite = "{|#0:i|}nternal"), Upstream("a", "http://a")] partial class Orders { }
        """,
        Check.Message(Rules.InvalidProxyTarget, "The target 'internal' of 'Orders' does not begin with a slash, so no request is forwarded"));

    [Theory]
    [InlineData("OnContent", "; mark it [OnRequestContent] or [OnResponseContent]")]
    [InlineData("OnTrailers", "; mark it [OnRequestTrailers] or [OnResponseTrailers]")]
    [InlineData("OnEnd", "; mark it [OnRequestEnd] or [OnResponseEnd]")]
    [InlineData("OnFault", "; mark it [OnAbort]")]
    [InlineData("OnPause", "")]
    [InlineData("OnTimer", "")]
    public Task EventOfOthers_IsReported(string name, string instead) => Check.Source<ProxyAnalyzer>(
        $$"""[Proxy("/a"), Upstream("a", "http://a")] partial class Orders { [{|#0:{{name}}|}] void Take() { } }""",
        Check.Message(Rules.EventOfOtherClasses, $"'Orders.Take' is marked [{name}], which a proxy does not get, so the method is never called{instead}"));

    [Fact]
    public Task PoolThatIsNone_IsReported() => Check.Source<ProxyAnalyzer>("""
        [Proxy("/a", {|#0:Pool = typeof(Backend)|}), Upstream("a", "http://a")] partial class Orders { }
        partial class Backend { }
        """,
        Check.Message(Rules.PoolOfNoProxy, "'Orders' names 'Backend' as its pool, which is not marked [Pool], so it has no connections to share"));

    [Fact]
    public Task PoolBesideTheUpstreamOfAnother_IsReported() => Check.Source<ProxyAnalyzer>("""
        [Proxy("/a"), Upstream("a", "http://a")] partial class Orders { }
        [Proxy("/b", Upstream = "a", {|#0:Pool = typeof(Backend)|})] partial class Old { }
        [Pool] partial class Backend { }
        """,
        Check.Message(Rules.PoolOfNoProxy, "'Old' names 'Backend' as its pool, but the connections are those of 'Orders', which declares the upstream 'a': name the pool there"));

    [Fact]
    public Task UpstreamOnAnotherClass_IsReported() => Check.Source<ProxyAnalyzer>(
        """[Application, {|#0:Upstream("a", "http://a")|}] partial class App { }""",
        Check.Message(Rules.UpstreamWithoutProxy, "[Upstream] on 'App' has no effect, because the class is not marked [Proxy]"));

    [Fact]
    public Task MemberGateway_IsReported() => Check.Source<ProxyAnalyzer>(
        """[Proxy("/a"), Upstream("a", "http://a")] partial class Orders { static int {|#0:Gateway|} => 1; }""",
        Check.Message(Rules.GatewayTaken, "'Orders' has a member 'Gateway' of its own, in place of the one that it gets, so it forwards no request"));
}
