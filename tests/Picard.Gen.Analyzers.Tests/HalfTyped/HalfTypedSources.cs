using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>What half-typed code is made of: the sources in these tests, and the samples.</summary>
internal static partial class HalfTypedSources
{
    // A source alone is a few lines, and a compilation costs the same for many.
    private const int CharactersAtATime = 6_000;

    private const string Usings = """
        using System; using System.Buffers; using System.Collections.Generic; using System.IO; using System.IO.Pipelines; using System.Linq; using System.Threading; using System.Threading.Channels;
        using System.Threading.Tasks; using Picard;

        """;

    public static IEnumerable<(string Name, string Text)> All() =>
        Files("samples").Select(static file => (Path.GetFileName(file), Usings + File.ReadAllText(file)))
            .Concat(Files(Path.Combine("tests", "Picard.Gen.Analyzers.Tests")).SelectMany(OfTests));

    private static IEnumerable<(string Name, string Text)> OfTests(string file)
    {
        var (at, text) = (0, "");
        foreach (var literal in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<LiteralExpressionSyntax>().Where(static l => l.IsKind(SyntaxKind.StringLiteralExpression)))
        {
            var source = literal.Token.ValueText;
            if (source.Contains('{', StringComparison.Ordinal) && (source.Contains("class ", StringComparison.Ordinal) || source.Contains("interface ", StringComparison.Ordinal)))
            {
                // Names twice in a compilation are half-typed code as well, but too much of it: each source has a namespace of its own.
                text += $"namespace N{at++} {{ {Markup().Replace(source, "")} }}\n";
            }

            if (text.Length > CharactersAtATime)
            {
                yield return ($"{Path.GetFileName(file)} {at}", Usings + text);
                text = "";
            }
        }

        if (text.Length > 0)
        {
            yield return ($"{Path.GetFileName(file)} {at}", Usings + text);
        }
    }

    // {|PIC1001:…|} and {|#0:…|}
    [GeneratedRegex(@"\{\|[#A-Z0-9]+:|\|\}")]
    private static partial Regex Markup();

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(RulesTests.Root(), folder), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
