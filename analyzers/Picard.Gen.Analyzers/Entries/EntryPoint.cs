using System.Collections.Immutable;

namespace Picard.Gen.Analyzers;

/// <summary>A method that is called on a thread which others wait for.</summary>
/// <param name="Kind">Who calls it.</param>
/// <param name="IsOffloaded">Whether it is called on the thread pool instead, where it may block, though not buffer without bound.</param>
internal sealed record EntryPoint(EntryKind Kind, bool IsOffloaded)
{
    /// <summary>The parts of the method that others wait for: of a <see cref="EntryKind.Loop"/> its loops; empty: all of it.</summary>
    public ImmutableArray<CodeRegion> Regions { get; init; } = [];
}
