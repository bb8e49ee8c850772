using System.Collections.Concurrent;
using System.Diagnostics;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>Activities: one for each request, current in the user's code and nowhere else, in the trace that the client names.</summary>
/// <remarks>Listeners to activities hear the whole process, so these tests share a collection with those that count what an unobserved server allocates.</remarks>
[Collection(nameof(TracingTests))]
public sealed class TracingTests : IDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Parent = "b7ad6b7169203331";

    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ActivityListener _listener;
    private readonly string _agent = $"test/{Guid.NewGuid():N}";

    public TracingTests()
    {
        // Tests of other classes run at the same time: the user agent tells ours.
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Picard.Server",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Tags!.Any(tag => tag is { Key: "user_agent.original", Value: string agent } && agent == _agent) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity => _activities.Enqueue(activity),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Request_IsAServerSpan_NamedByMethodAndRoute()
    {
        await AnswerAsync("/users/42?token=secret", "");
        var activity = Assert.Single(_activities);
        Assert.Equal(("GET /users/{id}", ActivityKind.Server, ActivityStatusCode.Unset), (activity.DisplayName, activity.Kind, activity.Status));
        Assert.Equal(
            [
                "http.request.method=GET", "http.response.status_code=200", "http.route=/users/{id}", "network.protocol.version=1.1", "server.address=test",
                "url.path=/users/42", "url.query=*", "url.scheme=http", $"user_agent.original={_agent}",
            ],
            TagsOf(activity));
    }

    [Fact]
    public async Task Request_WithoutRouteOrKnownMethod_IsNamedByNothingOfTheClients()
    {
        await ConverseAsync($"BREW /pot HTTP/1.1\r\nHost: test:8080\r\nUser-Agent: {_agent}\r\n\r\n");
        var activity = Assert.Single(_activities);
        Assert.Equal("HTTP", activity.DisplayName);
        Assert.Contains("http.request.method=_OTHER", TagsOf(activity));
        Assert.Contains("http.request.method_original=BREW", TagsOf(activity));
        Assert.Contains("server.port=8080", TagsOf(activity));
    }

    [Fact]
    public async Task TraceParent_IsTheParent_WithItsState()
    {
        await AnswerAsync("/", $"traceparent: 00-{Trace}-{Parent}-01\r\ntracestate: one=1\r\nTraceState: two=2\r\n");
        var activity = Assert.Single(_activities);
        Assert.Equal((Trace, Parent, "one=1,two=2"), (activity.TraceId.ToHexString(), activity.ParentSpanId.ToHexString(), activity.TraceStateString));
        Assert.True(activity.HasRemoteParent);
    }

    [Theory] // Trace Context §3.2: a traceparent that is not one, or not the only one, starts a new trace
    [InlineData("traceparent: garbage\r\n")]
    [InlineData($"traceparent: 00-00000000000000000000000000000000-{Parent}-01\r\n")]
    [InlineData($"traceparent: 00-{Trace}-0000000000000000-01\r\n")]
    [InlineData($"traceparent: ff-{Trace}-{Parent}-01\r\n")]
    [InlineData($"traceparent: 00-{Trace}-{Parent}-01-extra\r\n")]
    [InlineData($"traceparent: 00-{Trace}-{Parent}-01\r\ntraceparent: 00-{Trace}-{Parent}-01\r\n")]
    [InlineData("tracestate: one=1\r\n")]
    public async Task MalformedTraceParent_IsIgnored(string fields)
    {
        await AnswerAsync("/", fields);
        var activity = Assert.Single(_activities);
        Assert.NotEqual(Trace, activity.TraceId.ToHexString());
        Assert.Equal(default, activity.ParentSpanId);
        Assert.Null(activity.TraceStateString);
    }

    [Fact]
    public async Task MalformedTraceState_IsDropped_AndTheParentIsNot()
    {
        await AnswerAsync("/", $"traceparent: 00-{Trace}-{Parent}-01\r\ntracestate: not a state\r\n");
        var activity = Assert.Single(_activities);
        Assert.Equal(Trace, activity.TraceId.ToHexString());
        Assert.True(string.IsNullOrEmpty(activity.TraceStateString));
    }

    [Theory]
    [InlineData("/activity")]
    [InlineData("/activity-later")]
    public async Task CurrentActivity_InTheHandler_IsTheRequests(string target)
    {
        var response = await AnswerAsync(target, "");
        Assert.EndsWith(Assert.Single(_activities).SpanId.ToHexString(), response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CurrentActivity_AfterContentWasAwaited_IsStillTheRequests()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync($"POST /activity-content HTTP/1.1\r\nHost: test\r\nUser-Agent: {_agent}\r\nContent-Length: 3\r\n\r\n1");
        await peer.SendAsync("23");
        var response = await peer.ReadResponseAsync();
        Assert.EndsWith(Assert.Single(_activities).SpanId.ToHexString(), response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/activity")]
    [InlineData("/activity-later")]
    public async Task CurrentActivity_DoesNotReachTheNextExchange(string target)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get(target, $"User-Agent: {_agent}\r\n"));
        _ = await peer.ReadResponseAsync();
        await peer.SendAsync(Get("/activity")); // which the sampler does not want
        Assert.EndsWith("none", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task ActivityAroundTheStart_IsNoParent_AndIsWhatUnobservedHandlersSee()
    {
        using var ambient = new Activity("around").Start();
        await AnswerAsync("/", "");
        Assert.Equal(default, Assert.Single(_activities).ParentSpanId);
        Assert.Same(ambient, Activity.Current);
    }

    [Theory]
    [InlineData("/throw", ActivityStatusCode.Error, "error.type=System.InvalidOperationException")]
    [InlineData("/unavailable", ActivityStatusCode.Error, "error.type=503")]
    [InlineData("/refuse", ActivityStatusCode.Unset, null)]
    public async Task Status_IsErrorForWhatIsOurFault(string target, ActivityStatusCode status, string? error)
    {
        await AnswerAsync(target, "");
        var activity = Assert.Single(_activities);
        Assert.Equal(status, activity.Status);
        Assert.Equal(error, TagsOf(activity).SingleOrDefault(static tag => tag.StartsWith("error.type", StringComparison.Ordinal)));
        Assert.Equal(target == "/throw" ? ["exception"] : [], activity.Events.Select(static e => e.Name));
    }

    [Fact]
    public async Task Times_AreThoseOfTheServersClock()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        var began = server.Time.GetUtcNow();
        await peer.SendAsync(Get("/wait", $"User-Agent: {_agent}\r\n"));
        await server.Handler.Entered.Task;
        server.Time.Advance(TimeSpan.FromSeconds(2));
        server.Handler.Pending.SetResult("done");
        _ = await peer.ReadResponseAsync();
        var activity = Assert.Single(_activities);
        Assert.Equal((began.UtcDateTime, TimeSpan.FromSeconds(2)), (activity.StartTimeUtc, activity.Duration));
    }

    [Fact]
    public async Task ClientThatLeaves_EndsTheActivity()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/forever", $"User-Agent: {_agent}\r\n"));
        await server.Handler.Entered.Task;
        peer.Reset();
        await server.EmptyAsync();
        var activity = Assert.Single(_activities);
        Assert.Contains("error.type=client_gone", TagsOf(activity));
        Assert.DoesNotContain(TagsOf(activity), static tag => tag.StartsWith("http.response.status_code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Peer_IsTold_WhereItHasAnAddress()
    {
        await using var server = await TestServer.StartAsync(Network.Sockets);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/", $"User-Agent: {_agent}\r\nConnection: close\r\n"));
        _ = await peer.ReadToEndAsync();
        Assert.Contains("network.peer.address=127.0.0.1", TagsOf(Assert.Single(_activities)));
    }

    private Task<string> AnswerAsync(string target, string fields) => ConverseAsync(Get(target, $"User-Agent: {_agent}\r\n{fields}"));

    private static async Task<string> ConverseAsync(string request)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(request);
        return await peer.ReadResponseAsync();
    }

    private static string[] TagsOf(Activity activity) => [.. activity.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)];
}
