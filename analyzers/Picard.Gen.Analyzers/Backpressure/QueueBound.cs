namespace Picard.Gen.Analyzers;

/// <summary>What bounds a queue, as far as the code that makes it says so.</summary>
internal enum QueueBound
{
    /// <summary>Nothing says so.</summary>
    Unknown,

    /// <summary>A full queue makes its producer wait, or says no.</summary>
    Bounded,

    /// <summary>A full queue drops what its maker has chosen: nobody is meant to wait.</summary>
    Drops,

    /// <summary>It is never full.</summary>
    Unbounded,
}
