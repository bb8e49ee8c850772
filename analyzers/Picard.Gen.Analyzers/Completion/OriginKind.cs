namespace Picard.Gen.Analyzers;

/// <summary>Where the bytes of a stream, reader or writer are.</summary>
internal enum OriginKind
{
    Unknown,

    /// <summary>All in memory: it never waits.</summary>
    Memory,

    /// <summary>In a file, behind a connection, in another process.</summary>
    Slow,
}
