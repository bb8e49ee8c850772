namespace Picard.Gen.Generators;

/// <summary>The description of an application.</summary>
/// <param name="Part">The declaration of the application.</param>
/// <param name="FileName">The name of the file without extension.</param>
/// <param name="Text">The OpenAPI document.</param>
internal sealed record DocumentModel(PartModel Part, string FileName, string Text);
