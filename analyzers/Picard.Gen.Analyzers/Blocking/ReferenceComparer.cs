using System.Runtime.CompilerServices;

namespace Picard.Gen.Analyzers;

/// <summary>Sites are the same only if they are the same object.</summary>
internal sealed class ReferenceComparer : IEqualityComparer<Site>
{
    public static readonly ReferenceComparer Instance = new();

    private ReferenceComparer()
    {
    }

    public bool Equals(Site? x, Site? y) => ReferenceEquals(x, y);

    public int GetHashCode(Site site) => RuntimeHelpers.GetHashCode(site);
}
