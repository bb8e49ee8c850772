namespace Picard.Gen.Analyzers;

/// <summary>Where a position in what was read is; of a sequence: where its start is.</summary>
internal enum Position : byte
{
    Unknown,

    /// <summary>Nothing was consumed before it, or a parser wanted more than there was after it.</summary>
    Waiting,

    /// <summary>Something was consumed.</summary>
    Progressed,

    /// <summary>Everything was.</summary>
    End,
}
