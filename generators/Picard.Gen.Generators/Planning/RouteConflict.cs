namespace Picard.Gen.Generators;

/// <summary>How two routes of an application get in each other's way.</summary>
internal enum ConflictKind
{
    /// <summary>Both are the same method and path, parameter names aside: the later can never answer.</summary>
    Duplicate,

    /// <summary>Some path matches both, and neither is more specific.</summary>
    Ambiguous,

    /// <summary>Every path that the later matches is answered by an earlier or more specific one.</summary>
    Shadowed,
}

/// <summary>Two routes that an application cannot have together.</summary>
/// <param name="Kind">How they conflict.</param>
/// <param name="First">The endpoint that answers.</param>
/// <param name="Second">The endpoint to blame.</param>
/// <param name="Example">A path that both match.</param>
internal sealed record RouteConflict(ConflictKind Kind, int First, int Second, string Example);
