namespace Picard;

/// <summary>Lets so many exchanges be under way at a time, and answers the others with 503 (RFC 9110 §15.6.4).</summary>
/// <remarks>An exchange counts until its response has been handed to its connection or it is aborted. One that waits for its turn waits no longer when its client leaves.</remarks>
[Middleware]
public sealed partial class ConcurrencyLimit(ConcurrencyLimitOptions options)
{
    private static readonly Problem s_refusal = new(StatusCode.ServiceUnavailable) { Detail = "Too many requests are under way." };

    private readonly LimitUse _use = new(options.Table, s_refusal, options.RetryAfterSeconds);

    [OnRequest]
    private ValueTask<Next> Begin(Request request, CancellationToken aborted) => _use.Begin(request, Downstream, aborted);

    [OnDone]
    private void Done() => _use.End();

    [OnAbort]
    private void Abort() => _use.End();
}
