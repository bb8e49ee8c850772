namespace Picard.Gen.Analyzers;

/// <summary>A method that is called on a thread which others wait for.</summary>
/// <param name="Kind">Who calls it.</param>
/// <param name="IsOffloaded">Whether it is called on the thread pool instead, where it may block, though not buffer without bound.</param>
internal sealed record EntryPoint(EntryKind Kind, bool IsOffloaded);
