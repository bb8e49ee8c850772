using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Picard;

/// <summary>No permit, and after what time there may be one, if that is known.</summary>
internal sealed class RefusedLease(TimeSpan? retryAfter) : RateLimitLease
{
    /// <inheritdoc/>
    public override bool IsAcquired => false;

    /// <inheritdoc/>
    public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    /// <inheritdoc/>
    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
        return metadata is not null;
    }
}
