namespace Picard.Gen.Analyzers.Tests;

public class EventAnalyzerTests
{
    [Fact]
    public Task EventHandlersOfTheContract_AreFine() => Check.Source<EventAnalyzer>("""
        [Handler("POST /echo")]
        public partial class Echo
        {
            private Downstream Downstream { get; set; }
            [OnRequest] void Begin(in RequestHead request) => Downstream.Begin(StatusCode.Ok, request.ContentLength);
            [OnContent] Flow Chunk(System.Buffers.ReadOnlySequence<byte> chunk) => Downstream.Write(chunk);
            [OnTrailers] void Trail(FieldSection trailers, Request request) { }
            [OnEnd] Task End(CancellationToken aborted) => Task.CompletedTask;
            [OnPause] ValueTask Pause() => default;
            [OnResume] ValueTask<Flow> Resume(Downstream downstream) => new(Flow.Ready);
            [OnSignal] static void Signal() { }
            [OnAbort] void Abort(AbortReason reason) { }
        }
        [Handler("* /any/{**rest}")]
        public partial class Any { [OnRequest] void Begin(string rest, int page = 1) { } [OnDone] void Done() { } }
        """);

    [Theory]
    [InlineData("{|#0:/echo|}", "/echo", "is no request method and path, such as 'GET /users'")]
    [InlineData("{|#0:FETCH|} /echo", "FETCH /echo", "begins with 'FETCH', which is none of GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS and *")]
    [InlineData("{|#0:get|} /echo", "get /echo", "begins with 'get', which is none of GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS and *")]
    public Task InvalidRoute_IsReported(string marked, string route, string error) => Check.Source<EventAnalyzer>(
        $$"""[Handler("{{marked}}")] public partial class Echo { [OnRequest] void Begin() { } }""",
        Check.Message(Rules.InvalidEventRoute, $"The route '{route}' of 'Echo' {error}, so no request reaches it"));

    [Fact]
    public Task InvalidPattern_IsReportedWhereItIs() => Check.Source<EventAnalyzer>(
        """[Handler("GET /{id:{|PIC0401:nothing|}}")] public partial class Echo { [OnRequest] void Begin() { } }""");

    [Fact]
    public Task EventInARouteHandler_IsReported() => Check.Source<EventAnalyzer>(
        """[Handler] public partial class Users { [OnEnd] void {|#0:End|}() { } }""",
        Check.Message(Rules.EventOutsideHandler, "'Users.End' is marked [OnEnd] but 'Users' has no route such as [Handler(\"GET /path\")], so the method is never called"));

    [Theory]
    [InlineData("OnEnd", " and is not marked [ResponseHandler]")]
    [InlineData("OnContent", " and is not marked [ResponseHandler]")]
    [InlineData("OnTimer", "")]
    public Task EventInAPlainClass_IsReported(string @event, string other) => Check.Source<EventAnalyzer>(
        $$"""public class Users { [{{@event}}] void {|#0:Take|}() { } }""",
        Check.Message(Rules.EventOutsideHandler, $"'Users.Take' is marked [{@event}] but 'Users' has no route such as [Handler(\"GET /path\")]{other}, so the method is never called"));

    [Fact]
    public Task RouteInAnEventHandler_IsReported() => Check.Source<EventAnalyzer>(
        """[Handler("GET /echo")] public partial class Echo { [OnRequest] void Begin() { } [Get("/other")] string {|#0:Other|}() => ""; }""",
        Check.Message(Rules.MixedHandler, "'Echo.Other' is marked [Get] but 'Echo' is an event handler, whose route is in its own attribute, so no request reaches the method"));

    [Fact]
    public Task TwoMethodsForAnEvent_AreReported() => Check.Source<EventAnalyzer>(
        """[Handler("GET /echo")] public partial class Echo { [OnRequest] void Begin() { } [OnRequest] void {|#0:Start|}() { } }""",
        Check.Message(Rules.DuplicateEvent, "'Echo.Begin' and 'Echo.Start' are both marked [OnRequest], so one of them could never be called"));

    [Theory]
    [InlineData("async void {|#0:End|}() { await Task.Yield(); }", "is async void, so the next event would come before it is done and its exceptions would end the process")]
    [InlineData("int {|#0:End|}() => 1;", "returns 'int' instead of nothing, Flow, or a task of either")]
    [InlineData("Task<int> {|#0:End|}() => Task.FromResult(1);", "returns 'Task<int>' instead of nothing, Flow, or a task of either")]
    [InlineData("void {|#0:End|}<T>() { }", "is generic")]
    [InlineData("void {|#0:End|}(ref Downstream downstream) { }", "takes 'downstream' by reference")]
    public Task UnsupportedMethod_IsReported(string method, string form) => Check.Source<EventAnalyzer>(
        $$"""[Handler("GET /echo")] public partial class Echo { [OnRequest] void Begin() { } [OnEnd] {{method}} }""",
        Check.Message(Rules.UnsupportedEvent, $"'Echo.End' is marked [OnEnd] but {form}, so it cannot be called for the event"));

    [Theory]
    [InlineData("OnContent", "string {|#0:chunk|}", "string chunk", "a ReadOnlySequence<byte>, ReadOnlyMemory<byte> or ReadOnlySpan<byte>, Downstream and a CancellationToken")]
    [InlineData("OnContent", "ReadOnlyMemory<char> {|#0:chunk|}", "ReadOnlyMemory<char> chunk", "a ReadOnlySequence<byte>, ReadOnlyMemory<byte> or ReadOnlySpan<byte>, Downstream and a CancellationToken")]
    [InlineData("OnTrailers", "int {|#0:count|}", "int count", "a FieldSection, the Request, Downstream and a CancellationToken")]
    [InlineData("OnAbort", "Exception {|#0:fault|}", "Exception fault", "an AbortReason and Downstream")]
    [InlineData("OnEnd", "ReadOnlyMemory<byte> {|#0:all|}", "ReadOnlyMemory<byte> all", "the Request, Downstream and a CancellationToken")]
    public Task ParameterThatTheEventDoesNotBring_IsReported(string @event, string parameter, string named, string brought) => Check.Source<EventAnalyzer>(
        $$"""[Handler("POST /echo")] public partial class Echo { [OnRequest] void Begin() { } [{{@event}}] void Take({{parameter}}) { } }""",
        Check.Message(Rules.EventParameter, $"'{named}' of 'Echo.Take' is nothing that [{@event}] brings, which is {brought}"));

    [Theory]
    [InlineData("Item {|#0:item|}", "Item item")]
    [InlineData("ContentReader {|#0:content|}", "ContentReader content")]
    [InlineData("ReadOnlyMemory<byte> {|#0:content|}", "ReadOnlyMemory<byte> content")]
    [InlineData("MultipartReader {|#0:content|}", "MultipartReader content")]
    [InlineData("[Form] string {|#0:name|}", "string name")]
    [InlineData("[Parameters] Fields {|#0:fields|}", "Fields fields")]
    public Task ContentOfTheRequestEvent_IsReported(string parameter, string named) => Check.Source<EventAnalyzer>(
        $$"""public record Item(int Id); public record Fields([Form] string Name); [Handler("POST /echo")] public partial class Echo { [OnRequest] void Begin({{parameter}}) { } }""",
        Check.Message(
            Rules.EventParameter,
            $"'{named}' of 'Echo.Begin' is nothing that [OnRequest] brings, which is a RequestHead, the Request, Downstream, a CancellationToken, and values of the route, the query, fields and cookies, or services"));

    [Fact]
    public Task RequestEvent_TakesWhatRouteHandlersTakeOfTheHead() => Check.Source<EventAnalyzer>("""
        public record Filter(string Q);
        [Handler("GET /items/{id:int}")]
        public partial class Items
        {
            [OnRequest] void Begin(int id, [Query("p")] int? page, [Header("accept")] string? accept, string[] tags, [Service] Random random, [Parameters] Filter filter, in RequestHead head,
                Request request, Downstream downstream, CancellationToken aborted) { }
        }
        """);

    [Fact]
    public Task HandlerThatNothingBegins_IsReported() => Check.Source<EventAnalyzer>(
        """[Handler("POST /echo")] public partial class {|#0:Echo|} { [OnDone] void Done() { } }""",
        Check.Message(Rules.NoRequestEvent, "'Echo' has no method marked [OnRequest], [OnContent], [OnTrailers] or [OnEnd], so nothing can answer a request"));

    [Fact]
    public Task HandlerThatAnswersAtTheEnd_IsFine() => Check.Source<EventAnalyzer>(
        """[Handler("POST /sum")] public partial class Sum { [OnContent] void Add(ReadOnlySpan<byte> octets) { } [OnEnd] void End() { } }""");

    [Fact]
    public Task RouteThatAnEventHandlerHasTaken_IsReported() => Check.Source<RouteTableAnalyzer>(
        """
        [Application] public partial class App;
        [Handler("GET /ticks")] public partial class Ticks { [OnRequest] void Begin() { } }
        [Handler] public partial class Users { [{|#0:Get("/ticks")|}] string Get() => ""; }
        """,
        Check.Message(Rules.DuplicateRoute, "'Ticks.Begin' and 'Users.Get' both answer GET /ticks, so one of them could never be called"));

    [Fact]
    public Task EventsOfMiddleware_TakeWhatTheyBring() => Check.Source<EventAnalyzer>("""
        public record Filter(string Q);
        [Middleware]
        public partial class Everything
        {
            [OnRequest] ValueTask<Next> Begin(Request request, ResponseFields fields, Responder responder, CancellationToken aborted, [Header("x-name")] string? name, [Query] int? page,
                [Cookie] string? session, [Service] Random random, [Item] Filter item, [Parameters] Filter filter, Guid id) => default;
            [OnRequestContent] void Take(ReadOnlySpan<byte> content, in RequestHead head) { }
            [OnRequestTrailers] static void Trailers(FieldSection trailers) { }
            [OnRequestEnd] void End(Request request, ResponseFields fields) { }
            [OnResponse] void Answer(OutgoingResponse response, Request request, ResponseFields fields) { }
            [OnResponseContent] void Send(ReadOnlySpan<byte> content) { }
            [OnResponseTrailers] void Trail(ResponseFields trailers) { }
            [OnResponseEnd] void Sent() { }
            [OnFault] Problem? Map(KeyNotFoundException fault, Request request, ResponseFields fields) => null;
            [OnFault] Response? Map(TimeoutException fault) => null;
            [OnDone] void Done(ExchangeSummary done) { }
            [OnAbort] void Abort(AbortReason reason, ExchangeSummary aborted, CancellationToken token) { }
        }
        [Middleware] public partial class A { [OnRequest] Next Begin(in RequestHead head) => Next.Continue; }
        [Middleware] public partial class B { [OnRequest] Task<Next> Begin() => Task.FromResult(Next.Continue); }
        [Middleware] public partial class C { [OnRequest] async Task Begin() => await Task.Yield(); }
        """);

    [Theory]
    [InlineData("OnRequest", "int {|#0:Take|}() => 1;", "returns 'int' instead of nothing, Next, or a task of either")]
    [InlineData("OnRequest", "Flow {|#0:Take|}() => Flow.Ready;", "returns 'Flow' instead of nothing, Next, or a task of either")]
    [InlineData("OnRequest", "async void {|#0:Take|}() => await Task.Yield();", "is async void, so the next event would come before it is done and its exceptions would end the process")]
    [InlineData("OnRequest", "void {|#0:Take|}<T>() { }", "is generic")]
    [InlineData("OnRequest", "void {|#0:Take|}(ref Request request) { }", "takes 'request' by reference")]
    [InlineData("OnResponse", "Task {|#0:Take|}() => Task.CompletedTask;", "returns 'Task' instead of nothing")]
    [InlineData("OnDone", "async ValueTask {|#0:Take|}() => await Task.Yield();", "returns 'ValueTask' instead of nothing")]
    [InlineData("OnResponseContent", "void {|#0:Take|}(out int count) => count = 0;", "takes 'count' by reference")]
    [InlineData("OnFault", "Problem? {|#0:Take|}() => null;", "takes no exception as its first parameter")]
    [InlineData("OnFault", "Problem? {|#0:Take|}(Request request, Exception fault) => null;", "takes no exception as its first parameter")]
    [InlineData("OnFault", "void {|#0:Take|}(Exception fault) { }", "returns 'void' instead of a Problem or a Response")]
    [InlineData("OnFault", "Task<Problem?> {|#0:Take|}(Exception fault) => null!;", "returns 'Task<Problem?>' instead of a Problem or a Response")]
    public Task UnsupportedMethodOfMiddleware_IsReported(string @event, string method, string form) => Check.Source<EventAnalyzer>(
        $$"""[Middleware] public partial class Gate { [{{@event}}] {{method}} }""",
        Check.Message(Rules.UnsupportedEvent, $"'Gate.Take' is marked [{@event}] but {form}, so it cannot be called for the event"));

    [Theory]
    [InlineData("OnRequest", "Filter {|#0:x|}", "Filter x", "a RequestHead, the Request, ResponseFields, a Responder, a CancellationToken, and values of the query, fields and cookies, items or services")]
    [InlineData("OnRequest", "Downstream {|#0:x|}", "Downstream x", "a RequestHead, the Request, ResponseFields, a Responder, a CancellationToken, and values of the query, fields and cookies, items or services")]
    [InlineData("OnRequest", "OutgoingResponse {|#0:x|}", "OutgoingResponse x", "a RequestHead, the Request, ResponseFields, a Responder, a CancellationToken, and values of the query, fields and cookies, items or services")]
    [InlineData("OnRequestContent", "ReadOnlyMemory<byte> {|#0:x|}", "ReadOnlyMemory<byte> x", "a ReadOnlySpan<byte>, the Request, a RequestHead and a CancellationToken")]
    [InlineData("OnRequestContent", "ReadOnlySpan<char> {|#0:x|}", "ReadOnlySpan<char> x", "a ReadOnlySpan<byte>, the Request, a RequestHead and a CancellationToken")]
    [InlineData("OnRequestTrailers", "ReadOnlySpan<byte> {|#0:x|}", "ReadOnlySpan<byte> x", "a FieldSection, the Request, a RequestHead and a CancellationToken")]
    [InlineData("OnRequestEnd", "FieldSection {|#0:x|}", "FieldSection x", "the Request, a RequestHead and a CancellationToken")]
    [InlineData("OnResponse", "ExchangeSummary {|#0:x|}", "ExchangeSummary x", "an OutgoingResponse, ResponseFields, the Request, a RequestHead and a CancellationToken")]
    [InlineData("OnResponse", "string {|#0:x|}", "string x", "an OutgoingResponse, ResponseFields, the Request, a RequestHead and a CancellationToken")]
    [InlineData("OnResponseTrailers", "FieldSection {|#0:x|}", "FieldSection x", "ResponseFields, the Request, a RequestHead and a CancellationToken")]
    [InlineData("OnResponseEnd", "ResponseFields {|#0:x|}", "ResponseFields x", "the Request, a RequestHead and a CancellationToken")]
    [InlineData("OnDone", "AbortReason {|#0:x|}", "AbortReason x", "an ExchangeSummary, the Request, a RequestHead and a CancellationToken")]
    [InlineData("OnAbort", "Exception {|#0:x|}", "Exception x", "an AbortReason, an ExchangeSummary, the Request, a RequestHead and a CancellationToken")]
    public Task ParameterThatTheEventOfMiddlewareDoesNotBring_IsReported(string @event, string parameter, string named, string brought) => Check.Source<EventAnalyzer>(
        $$"""public record Filter(string Q); [Middleware] public partial class Gate { [{{@event}}] void Take({{parameter}}) { } }""",
        Check.Message(Rules.EventParameter, $"'{named}' of 'Gate.Take' is nothing that [{@event}] brings, which is {brought}"));

    [Fact]
    public Task TwoMethodsForAnEventOfMiddleware_AreReported() => Check.Source<EventAnalyzer>(
        """[Middleware] public partial class Gate { [OnDone] void A() { } [OnDone] void {|#0:B|}() { } [OnFault] Problem? C(TimeoutException e) => null; [OnFault] Problem? D(Exception e) => null; }""",
        Check.Message(Rules.DuplicateEvent, "'Gate.A' and 'Gate.B' are both marked [OnDone], so one of them could never be called"));
}
