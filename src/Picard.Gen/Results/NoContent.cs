using Picard.Gen;

namespace Picard;

/// <summary>A result: 204 No Content (RFC 9110 §15.3.5). Without content.</summary>
public readonly record struct NoContent : IStatusResult<NoContent>
{
    StatusCode IStatusResult.Status => StatusCode.NoContent;
}
