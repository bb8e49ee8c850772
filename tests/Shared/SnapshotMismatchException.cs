namespace Picard.Tests;

/// <summary>A text differs from its approved snapshot, a snapshot is missing, or one is left over.</summary>
/// <param name="message">What differs, where both texts are, and how to approve the new one.</param>
public sealed class SnapshotMismatchException(string message) : Exception(message);
