namespace Picard.Gen.Generators;

/// <summary>The report of a build.</summary>
/// <param name="Text">The file.</param>
internal sealed record ReportModel(string Text);
