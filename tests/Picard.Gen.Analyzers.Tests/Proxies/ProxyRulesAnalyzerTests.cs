namespace Picard.Gen.Analyzers.Tests;

/// <summary>What the rules for handlers and middleware say of proxies.</summary>
public class ProxyRulesAnalyzerTests
{
    [Fact]
    public Task ProxyNotPartial_IsReported() => Check.Source<TypeAnalyzer>(
        """[Proxy("/a"), Upstream("a", "http://a")] public class {|#0:Orders|} { }""",
        Check.Message(Rules.NotPartial, "'Orders' is marked [Proxy] but is not partial, so nothing can be emitted into it and it forwards no request"));

    [Fact]
    public Task Pattern_ThatIsNone_IsReported() => Check.Source<PatternAnalyzer>(
        """[Proxy("{|#0:a|}pi"), Upstream("a", "http://a")] public partial class Orders { }""",
        Check.Message(Rules.InvalidPattern, "The pattern 'api' of 'Orders' must begin with '/', so no request reaches it"));

    [Fact]
    public Task Arguments_ThatAreNoLiterals_AreReported() => Check.Source<AttributeAnalyzer>("""
        static class Names { public const string Path = "/a", Upstream = "a", Server = "http://a"; }
        [Proxy({|PIC0013:Names.Path|}), Upstream({|PIC0013:Names.Upstream|}, Names.Server)] public partial class Orders { }
        [Proxy("/b", Upstream = {|PIC0013:Names.Upstream|}, Pool = typeof(Orders))] public partial class Others { }
        """);

    [Fact]
    public Task RouteOfAHandler_TakenByAProxy_IsReportedOnce() => Check.Source<RouteTableAnalyzer>("""
        [Application] public partial class App { }
        [Handler] public partial class Users { [Get("/api/{id}"), Post("/api/{id}")] string One(string id) => id; }
        [{|#0:Proxy("/api/{name}")|}, Upstream("a", "http://a")] public partial class Orders { }
        """,
        Check.Message(Rules.DuplicateRoute, "'Users.One' and 'Orders' both answer GET /api/{name}, so one of them could never be called"));

    [Fact]
    public Task TwoProxiesOfOnePath_AreReportedOnce() => Check.Source<RouteTableAnalyzer>("""
        [Application] public partial class App { }
        [Proxy("/api/{**rest}"), Upstream("a", "http://a")] public partial class A { }
        [{|PIC0102:Proxy("/api/{**all}")|}, Upstream("b", "http://b")] public partial class B { }
        """);

    [Fact]
    public Task RoutesThatAreMoreSpecific_AreNotReported() => Check.Source<RouteTableAnalyzer>("""
        [Application] public partial class App { }
        [Handler] public partial class Users { [Get("/api/users")] string All() => ""; }
        [Proxy("/api/{**rest}"), Upstream("a", "http://a")] public partial class A { }
        [Proxy("/api/orders/{**rest}"), Upstream("b", "http://b")] public partial class B { }
        """);

    [Fact]
    public Task Events_TakeWhatTheyBring() => Check.Source<EventAnalyzer>("""
        [Proxy("/a/{id}"), Upstream("a", "http://a")]
        public partial class Orders
        {
            [OnRequest] ValueTask A(ForwardedRequest request, int id, [Header] string? key, [Service] IDisposable service, Request handle, CancellationToken aborted) => default;
            [OnRequestContent] void B(ReadOnlySpan<byte> octets, ForwardedRequest request) { }
            [OnRequestTrailers] void C(FieldSection trailers) { }
            [OnRequestEnd] void D(in RequestHead head) { }
            [OnResponse] Task E(ForwardedResponse response, StatusCode status, CancellationToken aborted) => Task.CompletedTask;
            [OnResponseContent] void F(System.Buffers.ReadOnlySequence<byte> octets) { }
            [OnResponseTrailers] void G(FieldSection trailers, in ResponseHead head) { }
            [OnResponseEnd] void H(ForwardedResponse response) { }
            [OnDone] void I(ForwardedRequest request) { }
            [OnAbort] void J(AbortReason reason) { }
        }
        """);

    [Fact]
    public Task Events_ThatCannotBeCalled_AreReported() => Check.Source<EventAnalyzer>("""
        [Proxy("/a"), Upstream("a", "http://a")]
        public partial class Orders
        {
            [OnRequest] int {|#0:A|}() => 1;
            [OnResponseContent] ValueTask {|#1:B|}(ReadOnlyMemory<byte> octets) => default;
            [OnResponse] void C(ForwardedRequest {|#2:request|}) { }
            [OnRequestEnd] void {|#3:D|}() { }
            [OnRequestEnd] void {|#4:E|}() { }
        }
        """,
        Check.Message(Rules.UnsupportedEvent, "'Orders.A' is marked [OnRequest] but returns 'int' instead of nothing or a task, so it cannot be called for the event"),
        Check.Message(Rules.UnsupportedEvent, "'Orders.B' is marked [OnResponseContent] but returns 'ValueTask' instead of nothing, so it cannot be called for the event", 1),
        Check.Message(Rules.EventParameter, "'ForwardedRequest request' of 'Orders.C' is nothing that [OnResponse] brings, which is the ForwardedResponse, a ResponseHead, a StatusCode, the Request, its RequestHead and a CancellationToken", 2),
        Check.Message(Rules.DuplicateEvent, "'Orders.D' and 'Orders.E' are both marked [OnRequestEnd], so one of them could never be called", 4));

    [Fact]
    public Task EventsOfMiddleware_AreThoseOfProxiesToo() => Check.Source<MiddlewareAnalyzer>("""
        [Proxy("/a"), Upstream("a", "http://a")]
        public partial class Orders { [OnResponse] void A() { } [OnResponseContent] void B(ReadOnlySpan<byte> octets) { } }
        """);

    [Fact]
    public Task State_WithAnInitialValue_IsReported() => Check.Source<StateAnalyzer>("""
        [Proxy("/a"), Upstream("a", "http://a")]
        public partial class Orders { int _octets {|PIC0407:= 1|}; readonly int _kept = 1; [OnResponseEnd] void A() => _octets += _kept; }
        """);

    [Fact]
    public Task Blocking_InAnEvent_IsReported() => Check.Source<BlockingAnalyzer>("""
        [Proxy("/a"), Upstream("a", "http://a")]
        public partial class Orders { [OnRequest] void A(ForwardedRequest request) => {|PIC1002:Thread.Sleep(1)|}; }
        """);

    [Theory]
    [InlineData("[OnRequest] void A(ForwardedRequest request) => {|PIC3015:_kept = request|}; ForwardedRequest _kept;")]
    [InlineData("[OnResponse] void A(ForwardedResponse response) => {|PIC3015:_kept = response|}; ForwardedResponse _kept;")]
    public Task WhatOutlivesTheEvent_IsReported(string members) => Check.Source<LifetimeAnalyzer>(
        $$"""[Proxy("/a"), Upstream("a", "http://a")] public partial class Orders { {{members}} }""");

    [Fact]
    public Task WhatDoesNotOutliveTheEvent_IsNotReported() => Check.Source<LifetimeAnalyzer>("""
        [Proxy("/a"), Upstream("a", "http://a")]
        public partial class Orders
        {
            Method _method; StatusCode _status; CancellationToken _aborted;
            [OnRequest] async ValueTask A(ForwardedRequest request)
            {
                var again = request;
                await Task.Yield();
                _method = request.Method;
                _aborted = again.Aborted;
                again.Fields.Set(KnownField.Authorization, await TokenAsync(request));
            }

            [OnResponse] void B(ForwardedResponse response) { _status = response.Status; response.Fields.Remove("Server"); }
            static ValueTask<string> TokenAsync(ForwardedRequest request) => new(request.Target ?? "");
        }
        """);

    [Fact]
    public Task Use_OnAProxy_IsNotReported() => Check.Source<UseAnalyzer>("""
        [Middleware] public partial class Log { [OnRequest] void Begin() { } }
        [Proxy("/a"), Upstream("a", "http://a"), Use<Log>] public partial class Orders { }
        """);

    [Fact]
    public Task Offload_OnAnEvent_IsReported() => Check.Source<OffloadAnalyzer>("""
        [Proxy("/a"), Upstream("a", "http://a")] public partial class Orders { [OnRequest, {|#0:Offload|}] void A() { } }
        """,
        Check.Message(Rules.OffloadWithoutEffect, "[Offload] of 'Orders.A' has no effect, since events of proxies come where their connection runs; await Task.Run in the method instead, so its code runs wherever it is called from"));
}
