using System.Collections.Concurrent;
using System.Diagnostics;
using Picard.Client.Tests.Typed;
using Picard.Server.Tests;

namespace Picard.Client.Tests.Observing;

/// <summary>Activities: one for each request, under what is current where it is made; and the fields that tell a server of the trace.</summary>
/// <remarks>Listeners to activities hear the whole process, so these tests share a collection with those that count what an unobserved client allocates.</remarks>
[Collection(nameof(TracingTests))]
public sealed class TracingTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ActivityListener _listener;
    private readonly FakeTime _time = new();
    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;
    private readonly string _path = $"/{Guid.NewGuid():N}";

    public TracingTests()
    {
        // Tests of other classes run at the same time: the path tells ours.
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Picard.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Tags!.Any(tag => tag is { Key: "url.full", Value: string uri } && uri.Contains(_path, StringComparison.Ordinal)) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity => _activities.Enqueue(activity),
        };
        ActivitySource.AddActivityListener(_listener);
        _client = new PicardClient(new ClientOptions { Connector = _network, TimeProvider = _time });
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _listener.Dispose();
        await _client.DisposeAsync();
    }

    [Fact]
    public async Task Request_IsAClientSpan_NamedByItsMethod()
    {
        var began = _time.GetUtcNow();
        await AskAsync($"{_path}?token=secret", static fields => { });
        var activity = Assert.Single(_activities);
        Assert.Equal(("GET", ActivityKind.Client, ActivityStatusCode.Unset, began.UtcDateTime), (activity.DisplayName, activity.Kind, activity.Status, activity.StartTimeUtc));
        Assert.Equal(
            [
                "http.request.method=GET", "http.response.status_code=200", "network.protocol.version=1.1", "server.address=127.0.0.1", "server.port=80",
                $"url.full=http://127.0.0.1{_path}?*", "url.scheme=http",
            ],
            TagsOf(activity));
    }

    [Fact]
    public async Task Server_IsToldOfTheActivity_WhichIsUnderTheCurrentOne()
    {
        using var current = new Activity("caller").AddBaggage("secret", "1");
        current.TraceStateString = "one=1";
        current.Start();
        var head = await AskAsync(_path, static fields => { });
        var activity = Assert.Single(_activities);
        Assert.Equal((current.TraceId, current.SpanId), (activity.TraceId, activity.ParentSpanId));
        Assert.Contains($"traceparent: 00-{current.TraceId}-{activity.SpanId}-01\r\n", head, StringComparison.Ordinal);
        Assert.Contains("tracestate: one=1\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", head, StringComparison.Ordinal);
        Assert.Same(current, Activity.Current);
    }

    [Fact]
    public async Task CurrentActivity_IsToldOf_ThoughNobodyListens()
    {
        using var current = new Activity("caller").Start();
        var head = await AskAsync("/unheard", static fields => { });
        Assert.Contains($"traceparent: 00-{current.TraceId}-{current.SpanId}-00\r\n", head, StringComparison.Ordinal);
        Assert.Empty(_activities);
    }

    [Fact]
    public async Task WithoutActivity_NothingIsToldOf() => Assert.DoesNotContain("trace", await AskAsync("/unheard", static fields => { }), StringComparison.Ordinal);

    [Fact]
    public async Task Fields_ThatTheCallerHasSet_Stay()
    {
        const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        using var current = new Activity("caller") { TraceStateString = "one=1" }.Start();
        var head = await AskAsync(_path, fields => fields.Add("TraceParent", TraceParent));
        Assert.Contains($"TraceParent: {TraceParent}\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent:", head, StringComparison.Ordinal);
        Assert.DoesNotContain("tracestate:", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TypedCall_IsTraced()
    {
        var shop = PicardClient.Create<IShop>(_client, $"http://127.0.0.1{_path}");
        using var current = new Activity("caller").Start();
        var asked = shop.Root();
        var server = await _network.AcceptAsync();
        var head = await server.ReadHeadAsync();
        await server.RespondAsync("root");
        await asked;
        Assert.Contains($"traceparent: 00-{current.TraceId}-{Assert.Single(_activities).SpanId}-01\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_IsAnError()
    {
        var asked = _client.GetAsync($"http://127.0.0.1{_path}").AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        server.Reset();
        await Assert.ThrowsAsync<RequestException>(() => asked);
        var activity = Assert.Single(_activities);
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Contains("error.type=connection_lost", TagsOf(activity));
        Assert.Equal(["exception"], activity.Events.Select(static e => e.Name));
    }

    private async Task<string> AskAsync(string target, Action<RequestFields> fields)
    {
        var request = new ClientRequest(Method.Get, $"http://127.0.0.1{target}");
        fields(request.Fields);
        var asked = _client.SendAsync(request);
        var server = await _network.AcceptAsync();
        var head = await server.ReadHeadAsync();
        await server.RespondAsync("");
        await (await asked).DisposeAsync();
        return head;
    }

    private static string[] TagsOf(Activity activity) => [.. activity.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)];
}
