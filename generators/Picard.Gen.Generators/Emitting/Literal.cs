using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Gen.Generators;

/// <summary>Text as C# literals.</summary>
internal static class Literal
{
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Utf8(string text) => Of(text) + "u8";

    /// <summary>A parameter's name without the '@' that only its text needs.</summary>
    public static string Plain(string identifier) => identifier.TrimStart('@');
}
