using System.Threading.RateLimiting;

namespace Picard;

/// <summary>Lets so many exchanges be under way at a time, and answers the others with 503 (RFC 9110 §15.6.4).</summary>
/// <remarks>An exchange counts until its response has been handed to its connection or it is aborted. One that waits for its turn waits no longer when its client leaves.</remarks>
[Middleware]
public sealed partial class ConcurrencyLimit(ConcurrencyLimitOptions options)
{
    private static readonly Problem s_refusal = new(StatusCode.ServiceUnavailable) { Detail = "Too many requests are under way." };

    private readonly LimitTable _table = options.Table;
    private readonly string? _retryAfter = options.RetryAfterSeconds;
    private LimitUse _use;

    [OnRequest]
    private ValueTask<Next> Begin(Request request, CancellationToken aborted)
    {
        var pending = _use.Begin(_table, request, aborted);
        return pending.IsCompletedSuccessfully ? new(After(pending.GetAwaiter().GetResult())) : WaitAsync(pending, aborted);
    }

    [OnDone]
    private void Done() => _use.End();

    [OnAbort]
    private void Abort() => _use.End();

    private async ValueTask<Next> WaitAsync(ValueTask<RateLimitLease> pending, CancellationToken aborted)
    {
        try
        {
            return After(await pending.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // The client has left, or the server stops: then this still reaches it.
            Downstream.Respond(StatusCode.ServiceUnavailable);
            return Next.Handled;
        }
    }

    private Next After(RateLimitLease lease)
    {
        if (_use.TryKeep(lease, out var retryAfter))
        {
            return Next.Continue;
        }

        if ((retryAfter ?? _retryAfter) is { } seconds)
        {
            Downstream.Fields.Set(KnownField.RetryAfter, seconds);
        }

        Downstream.Respond(s_refusal);
        return Next.Handled;
    }
}
