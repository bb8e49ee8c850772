namespace Picard;

/// <summary>Lets so many requests of each client through in a time, and answers the others with 429 (RFC 6585 §4), with Retry-After.</summary>
/// <remarks>A request that waits for its turn waits no longer when its client leaves.</remarks>
[Middleware]
public sealed partial class RateLimit(RateLimitOptions options)
{
    private static readonly Problem s_refusal = new(StatusCode.TooManyRequests) { Detail = "There were too many requests of late." };

    private readonly LimitUse _use = new(options.Table, s_refusal, retryAfter: null);

    [OnRequest]
    private ValueTask<Next> Begin(Request request, CancellationToken aborted) => _use.Begin(request, Downstream, aborted);

    [OnDone]
    private void Done() => _use.End();

    [OnAbort]
    private void Abort() => _use.End();
}
