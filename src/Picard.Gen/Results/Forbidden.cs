using Picard.Gen;

namespace Picard;

/// <summary>A result: 403 Forbidden (RFC 9110 §15.5.4). Sent as a problem (RFC 9457) that says no more than the status.</summary>
public readonly record struct Forbidden : IStatusResult<Forbidden>
{
    StatusCode IStatusResult.Status => StatusCode.Forbidden;
}
