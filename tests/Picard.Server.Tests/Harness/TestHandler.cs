using System.Buffers;
using System.Diagnostics;
using System.Text;
using Picard.Gen;

namespace Picard.Server.Tests;

/// <summary>An application written by hand: the target says what it does.</summary>
internal sealed class TestHandler : IHandler
{
    private static readonly byte[] s_large = [.. Enumerable.Range(0, 1 << 20).Select(i => (byte)('a' + (i % 26)))];

    private int _calls;
    private int _waiting;

    /// <summary>Content of <c>/large</c>: 1 MiB.</summary>
    public static ReadOnlyMemory<byte> Large => s_large;

    /// <summary>Content of <c>/huge</c>: 32 MiB, more than the buffers of any socket hold.</summary>
    public static ReadOnlyMemory<byte> Huge { get; } = new byte[32 << 20];

    /// <summary>What <c>/wait</c> waits for.</summary>
    public TaskCompletionSource<string?> Pending { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when a handler's token is cancelled.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when <c>/wait</c> or <c>/forever</c> has been called.</summary>
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Called when a handler has begun to wait.</summary>
    public Action? Waits { get; set; }

    /// <summary>Handlers that are pending.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>How often a handler was called.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The services of <c>/scoped</c> and its like.</summary>
    public TestScopes Scopes { get; } = new();

    public AsyncLocal<string?> Ambient { get; } = new();

    public ExchangeStep Handle(Exchange exchange)
    {
        Interlocked.Increment(ref _calls);
        var target = Encoding.ASCII.GetString(exchange.Head.Target.Raw);
        exchange.EndpointName = $"Test{target}";
        switch (target)
        {
            case "/content":
                return exchange.TryGetContent(out var content) ? exchange.Respond(Describe(content)) : ExchangeStep.ReadContent;

            case "/small":
                exchange.MaxContentBytes = 10;
                return exchange.TryGetContent(out _) ? exchange.Respond("small enough") : ExchangeStep.ReadContent;

            case "/trailers":
                return exchange.TryGetContent(out _) ? exchange.Respond(exchange.Trailers.GetText("x-sum") ?? "none") : ExchangeStep.ReadContent;

            case "/refuse":
                return exchange.Respond(StatusCode.Forbidden);

            case "/unavailable":
                return exchange.RespondProblem(StatusCode.ServiceUnavailable);

            case "/large":
                return exchange.Respond(Large);

            case "/throw":
                throw new InvalidOperationException("thrown at once");

            case "/throw-later":
                return exchange.Await(Answer.Of(ThrowLaterAsync()), Reply);

            case "/throw-after-head":
                exchange.Respond("half");
                throw new InvalidOperationException("thrown after the head");

            case "/later":
                return exchange.Await(Answer.Of(LaterAsync()), Reply);

            case "/wait":
                RegisterAbort(exchange);
                Enter();
                return exchange.Await(Answer.Of(Pending.Task), Reply);

            case "/forever":
                RegisterAbort(exchange);
                Enter();
                return exchange.Await(Answer.Of(ForeverAsync(exchange.Aborted)), Reply);

            case "/trailing":
                return exchange.Respond(WithTrailers("content"u8.ToArray()));

            case "/trailing-empty":
                return exchange.Respond(WithTrailers(default));

            case "/trailing-large":
                return exchange.Respond(WithTrailers(Large));

            case "/huge":
                return exchange.Respond(Huge);

            case "/scoped":
                return exchange.Respond($"{exchange.ScopeOf(Scopes)}");

            case "/scoped-throw":
                _ = exchange.ScopeOf(Scopes);
                throw new InvalidOperationException("thrown with a scope");

            case "/scoped-later":
                _ = exchange.ScopeOf(Scopes);
                return exchange.Await(Answer.Of(LaterAsync()), Reply);

            case "/ambient":
                var before = Ambient.Value ?? "empty";
                Ambient.Value = "left behind";
                return exchange.Respond(before);

            case "/activity":
                return exchange.Respond(Activity.Current?.SpanId.ToHexString() ?? "none");

            case "/activity-later":
                return exchange.Await(Answer.Of(ActivityLaterAsync()), Reply);

            case "/activity-content":
                return exchange.TryGetContent(out _) ? exchange.Respond(Activity.Current?.SpanId.ToHexString() ?? "none") : ExchangeStep.ReadContent;

            default:
                return exchange.Respond(target);
        }
    }

    /// <summary>Whatever is below <c>/users/</c> has a route, and nothing else.</summary>
    public string? RouteOf(Exchange exchange) => exchange.Head.Target.Path.StartsWith("/users/"u8) ? "/users/{id}" : null;

    private static ExchangeStep Reply(Exchange exchange, Answer<string?> answer) => exchange.Respond(answer.Take());

    private static string Describe(ReadOnlySequence<byte> content) =>
        content.Length <= 64 ? Encoding.Latin1.GetString(content) : $"{content.Length} octets, sum {Sum(content)}";

    private static long Sum(ReadOnlySequence<byte> content)
    {
        long sum = 0;
        foreach (var octet in content.ToArray())
        {
            sum += octet;
        }

        return sum;
    }

    private static async Task<string?> ForeverAsync(CancellationToken aborted)
    {
        var cancelled = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = aborted.Register(() => cancelled.TrySetCanceled(aborted));
        return await cancelled.Task;
    }

    private static async Task<string?> ActivityLaterAsync()
    {
        var before = Activity.Current?.SpanId.ToHexString() ?? "none";
        await Task.Yield();
        return before == Activity.Current?.SpanId.ToHexString() ? before : "none";
    }

    private static async Task<string?> LaterAsync()
    {
        await Task.Yield();
        return "later";
    }

    private static async Task<string?> ThrowLaterAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("thrown later");
    }

    private static Response WithTrailers(ReadOnlyMemory<byte> content) =>
        new(StatusCode.Ok) { Content = content, Trailers = { { "Checksum", "abc" }, { "Checksum", "def" }, { "Server-Timing", "all;dur=1" } } };

    private void Enter()
    {
        Interlocked.Increment(ref _waiting);
        Entered.TrySetResult();
        Waits?.Invoke();
    }

    private void RegisterAbort(Exchange exchange) => exchange.Aborted.Register(() => Aborted.TrySetResult());
}
