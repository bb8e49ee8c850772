namespace Picard.Tests;

/// <summary>What happens to a text that differs from its snapshot.</summary>
internal enum SnapshotApproval
{
    /// <summary>It fails the test and is written beside the snapshot as <c>*.received.*</c>.</summary>
    Required,

    /// <summary>It becomes the snapshot.</summary>
    Accept,
}
