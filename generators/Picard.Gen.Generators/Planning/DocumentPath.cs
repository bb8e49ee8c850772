namespace Picard.Gen.Generators;

/// <summary>Where the description of an application is served.</summary>
/// <remarks>Pure, and shared by the generator and the analyzers.</remarks>
internal static class DocumentPath
{
    public const string Default = "/openapi.json";

    /// <summary>Why a text is not the path of a document; null: it is.</summary>
    public static string? WhyNot(string text, out RoutePattern? pattern) =>
        !RoutePattern.TryParse(text, out pattern, out var error) ? error!.Message
        : pattern!.Segments.Any(static s => s.IsParameter) ? "has parameters, and there is one document"
        : null;
}
