namespace Picard.Gen.Analyzers;

/// <summary>What has happened to what was read, on one path.</summary>
[Flags]
internal enum LoanFlags : byte
{
    None = 0,

    /// <summary>Something looked at the content.</summary>
    Touched = 1,

    /// <summary>IsCompleted or IsCanceled was seen to be true.</summary>
    Completed = 2,

    /// <summary>A parser has left a rest behind.</summary>
    Rest = 4,

    /// <summary>It was given back with nothing examined.</summary>
    Unexamined = 8,

    /// <summary>It was given back as consumed although there was a rest.</summary>
    Dropped = 16,

    /// <summary>Somebody else may answer for it.</summary>
    Kept = 32,

    /// <summary>IsCompleted was seen to be true before anything had looked at the content.</summary>
    Skipped = 64,
}
