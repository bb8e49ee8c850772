using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Picard;

/// <summary>A permit that is used up: there is nothing to give back, so one stands for all.</summary>
internal sealed class GrantedLease : RateLimitLease
{
    private GrantedLease()
    {
    }

    public static GrantedLease Instance { get; } = new();

    /// <inheritdoc/>
    public override bool IsAcquired => true;

    /// <inheritdoc/>
    public override IEnumerable<string> MetadataNames => [];

    /// <inheritdoc/>
    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = null;
        return false;
    }
}
