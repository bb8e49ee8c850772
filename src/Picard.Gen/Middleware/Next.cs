namespace Picard;

/// <summary>What a middleware's request event says of what comes next.</summary>
public readonly record struct Next
{
    private Next(Gen.MiddlewareStep step, long maxContentBytes) => (Step, MaxContentBytes) = (step, maxContentBytes);

    /// <summary>The exchange goes on to the next middleware, and at last to routing or the handler.</summary>
    public static Next Continue => new(Gen.MiddlewareStep.Continue, 0);

    /// <summary>The middleware has answered; nothing after it sees the request.</summary>
    public static Next Handled => new(Gen.MiddlewareStep.Handled, 0);

    internal Gen.MiddlewareStep Step { get; }

    internal long MaxContentBytes { get; }

    /// <summary>The exchange goes on once the whole request content has been received and is in memory. Whoever reads it then does not wait for the client.</summary>
    /// <param name="maxBytes">The largest content, in octets; more is answered with 413 (RFC 9110 §15.5.14).</param>
    /// <returns>What to return from the event.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative, or more than an array can have.</exception>
    public static Next ContinueWithContent(long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, Array.MaxLength);
        return new(Gen.MiddlewareStep.AwaitContent, maxBytes);
    }
}
