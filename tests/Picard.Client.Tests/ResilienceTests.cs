using System.IO.Pipelines;
using Picard.Client.Tests.Typed;
using Picard.Server.Tests;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Picard.Client.Tests;

/// <summary>Requests that are sent as often as a policy asks for, with pipelines of Polly.</summary>
public sealed class ResilienceTests
{
    private readonly ScriptedNetwork _network = new();
    private readonly FakeTime _time = new();

    [Theory]
    [InlineData("503 Service Unavailable")]
    [InlineData("429 Too Many Requests")]
    public async Task Status_ThatIsTransient_IsTriedAgain(string status)
    {
        await using var client = CreateClient(Retrying());
        var asked = PicardClient.Create<IShop>(client).Add(new Item(1, "a"), Color.Red);
        var server = await _network.AcceptAsync();
        var first = await server.ReadUntilAsync("}");
        await server.SendAsync($"HTTP/1.1 {status}\r\nContent-Length: 4\r\n\r\nbusy");
        Assert.Equal(first, await server.ReadUntilAsync("}"));
        await server.RespondAsync("""{"id":2,"name":"b"}""");
        Assert.Equal(new Item(2, "b"), (await asked).Value);
        Assert.Equal(1, _network.Connections);
    }

    [Fact]
    public async Task LastResponse_IsTheAnswer()
    {
        await using var client = CreateClient(Retrying());
        var asked = client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        for (var time = 1; time <= 3; time++)
        {
            await server.ReadHeadAsync();
            await server.SendAsync($"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 1\r\n\r\n{time}");
        }

        await using var response = await asked;
        Assert.Equal((StatusCode.ServiceUnavailable, "3"), (response.Status, await response.ReadTextAsync()));
    }

    [Theory]
    [InlineData("GET", 3)]
    [InlineData("POST", 1)]
    public async Task LostConnection_IsReplacedForWhatIsIdempotent(string method, int connections)
    {
        Assert.True(Method.TryParse(System.Text.Encoding.ASCII.GetBytes(method), out var parsed));
        await using var client = CreateClient(Retrying());
        var asked = client.SendAsync(new ClientRequest(parsed, "http://127.0.0.1/")).AsTask();
        for (var time = 0; time < connections; time++)
        {
            var server = await _network.AcceptAsync();
            await server.ReadHeadAsync();
            server.Reset();
        }

        Assert.Equal(RequestFault.ConnectionLost, (await Assert.ThrowsAsync<RequestException>(() => asked)).Fault);
        Assert.Equal(connections, _network.Connections);
    }

    [Fact]
    public async Task StreamedContent_IsNotSentAgain_WhateverThePipelineWants()
    {
        var pipeline = new ResiliencePipelineBuilder<ClientAttempt> { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions<ClientAttempt> { ShouldHandle = static _ => PredicateResult.True(), Delay = TimeSpan.Zero, MaxRetryAttempts = 2 }).Build();
        await using var client = CreateClient(pipeline);
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("abc"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        var asked = client.SendAsync(new ClientRequest(Method.Put, "http://127.0.0.1/") { ContentPipe = pipe.Reader });
        var server = await _network.AcceptAsync();
        await server.ReadUntilAsync("0\r\n\r\n");
        await server.SendAsync("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy");
        await using var response = await asked;
        Assert.Equal((StatusCode.ServiceUnavailable, "busy"), (response.Status, await response.ReadTextAsync()));
        Assert.Equal(1, _network.Connections);
    }

    [Fact]
    public async Task Timeout_EndsAnAttempt_AndNotTheContentOfItsResponse()
    {
        var pipeline = new ResiliencePipelineBuilder<ClientAttempt> { TimeProvider = _time }
            .AddRetry(Retry())
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(5) }).Build();
        await using var client = CreateClient(pipeline);
        var asked = client.GetAsync("http://127.0.0.1/");
        var slow = await _network.AcceptAsync();
        await slow.ReadHeadAsync();
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(await slow.ReadToEndAsync());
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHel");
        await using var response = await asked;
        _time.Advance(TimeSpan.FromSeconds(6));
        await server.SendAsync("lo");
        Assert.Equal("Hello", await response.ReadTextAsync());
    }

    [Fact]
    public async Task OpenCircuit_SendsNothing()
    {
        var pipeline = new ResiliencePipelineBuilder<ClientAttempt> { TimeProvider = _time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ClientAttempt> { MinimumThroughput = 2, FailureRatio = 0.5, ShouldHandle = static args => PredicateResultOf(args.Outcome) }).Build();
        await using var client = CreateClient(pipeline);
        var asked = client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        for (var time = 0; time < 2; time++)
        {
            await server.ReadHeadAsync();
            await server.SendAsync("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
            await (await asked).DisposeAsync();
            asked = time == 0 ? client.GetAsync("http://127.0.0.1/") : default;
        }

        await Assert.ThrowsAsync<BrokenCircuitException>(() => client.GetAsync("http://127.0.0.1/").AsTask());
        Assert.Equal(1, _network.Connections);
    }

    [Fact]
    public async Task Cancellation_IsTheCallers_AlsoOfTheContent()
    {
        await using var client = CreateClient(Retrying());
        using var source = new CancellationTokenSource();
        var asked = client.GetAsync("http://127.0.0.1/", source.Token);
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        await using var response = await asked;
        var read = response.ReadAllAsync().AsTask();
        await source.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(source.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Policy_ThatSendsNothing_IsMisuse()
    {
        await using var client = new PicardClient(new ClientOptions { Connector = _network, Resilience = static (_, _) => ValueTask.CompletedTask });
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync("http://127.0.0.1/").AsTask());
    }

    [Fact]
    public async Task Attempts_BesideEachOther_AreMisuse()
    {
        await using var client = new PicardClient(new ClientOptions
        {
            Connector = _network,
            Resilience = static async (attempt, token) =>
            {
                var first = attempt.SendAsync(token);
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await attempt.SendAsync(token));
                await first;
                Assert.Equal((1, StatusCode.Ok), (attempt.Count, attempt.Status));
            },
        });
        var asked = client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("");
        await (await asked).DisposeAsync();
    }

    private static ValueTask<bool> PredicateResultOf(Outcome<ClientAttempt> outcome) => new(outcome.Result is { Status.IsServerError: true });

    private static RetryStrategyOptions<ClientAttempt> Retry() =>
        new() { ShouldHandle = static args => PollyResilience.IsTransient(args.Context, args.Outcome), Delay = TimeSpan.Zero, MaxRetryAttempts = 2 };

    private ResiliencePipeline<ClientAttempt> Retrying() => new ResiliencePipelineBuilder<ClientAttempt> { TimeProvider = _time }.AddRetry(Retry()).Build();

    private PicardClient CreateClient(ResiliencePipeline<ClientAttempt> pipeline) => new(new ClientOptions { Connector = _network, TimeProvider = _time, Resilience = pipeline.ToResilience() });
}
