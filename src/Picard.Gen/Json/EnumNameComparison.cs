namespace Picard.Gen;

/// <summary>How the name of an enum's member is recognised.</summary>
public enum EnumNameComparison
{
    /// <summary>In any case.</summary>
    AnyCase,

    /// <summary>As it is written: the name of <c>[JsonStringEnumMemberName]</c>.</summary>
    Exact,
}
