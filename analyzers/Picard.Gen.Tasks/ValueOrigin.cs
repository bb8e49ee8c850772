namespace Picard.Gen.Tasks;

/// <summary>Where a stream comes from, or whether a task is complete, as far as one body shows it.</summary>
internal enum ValueOrigin
{
    Unknown,

    /// <summary>All its bytes are in memory.</summary>
    Memory,

    /// <summary>A file, a connection, another process.</summary>
    Slow,

    /// <summary>A task that is complete.</summary>
    Complete,
}
