namespace Picard.Tests;

/// <summary>One text to compare with a snapshot.</summary>
/// <param name="Name">The file name without <c>.verified.</c> and extension.</param>
/// <param name="Extension">The extension without a dot.</param>
/// <param name="Text">The received text.</param>
internal readonly record struct SnapshotText(string Name, string Extension, string Text);
