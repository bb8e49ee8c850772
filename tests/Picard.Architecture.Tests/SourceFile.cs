using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Architecture.Tests;

/// <summary>A text file of the tree, parsed as C# when a rule asks for it.</summary>
internal sealed class SourceFile(string path, string text)
{
    private readonly Lazy<SyntaxNode> _syntax = new(() => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview), path).GetRoot());

    /// <summary>Relative to the root, with forward slashes.</summary>
    public string Path { get; } = path;

    public string Text { get; } = text;

    public SyntaxNode Syntax => _syntax.Value;

    public int LineCount => Text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    public Finding At(SyntaxNodeOrToken place, string text) => new(Path, (place.GetLocation()?.GetLineSpan().StartLinePosition.Line ?? 0) + 1, text);

    public Finding At(int offset, string text) => new(Path, Text.AsSpan(0, offset).Count('\n') + 1, text);
}
