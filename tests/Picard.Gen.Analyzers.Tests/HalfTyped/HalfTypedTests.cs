using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>Code as it is while somebody types: with tokens missing, twice, or the rest of the file gone. No rule may throw at any of it.</summary>
public class HalfTypedTests
{
    // Limit: what takes some seconds. PICARD_FUZZ_TEXTS asks for more.
    private static readonly int s_texts = int.TryParse(Environment.GetEnvironmentVariable("PICARD_FUZZ_TEXTS"), out var texts) ? texts : 300;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(Rules).Assembly.GetTypes().Where(static type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    [Fact]
    public async Task NoRule_ThrowsAtHalfTypedCode()
    {
        // The seed and the number are fixed, so that what fails on one machine fails on all.
        var random = new Random(6);
        var sources = HalfTypedSources.All().ToArray();
        Assert.True(sources.Length >= 10, $"There are {sources.Length} sources to cut.");
        random.Shuffle(sources);

        for (var tested = 0; tested < s_texts; tested++)
        {
            var (name, whole) = sources[tested % sources.Length];
            var text = Cut(whole, random);
            var failures = await FailuresAtAsync(text);
            Assert.True(failures.Count == 0, $"{name}, text {tested}: {string.Join("\n", failures)}\n\n{text}");
        }
    }

    [Fact]
    public async Task Sources_AsTheyAre_ThrowNowhereEither()
    {
        var failures = await FailuresAtAsync([.. HalfTypedSources.All().Select(static source => source.Text)]);
        Assert.Empty(failures);
    }

    private static async Task<List<string>> FailuresAtAsync(params string[] texts)
    {
        var failures = new List<string>();
        var compilation = TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary, texts);
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, analyzer, _) =>
            {
                lock (failures)
                {
                    failures.Add($"{analyzer.GetType().Name}: {exception}");
                }
            },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(s_analyzers, options).GetAnalyzerDiagnosticsAsync();
        failures.AddRange(diagnostics.Where(static d => d.Id == "AD0001").Select(static d => d.ToString()));
        return failures;
    }

    private static string Cut(string text, Random random)
    {
        var edits = random.Next(1, 4);
        for (var i = 0; i < edits; i++)
        {
            text = CutOnce(text, random);
        }

        return text;
    }

    private static string CutOnce(string text, Random random)
    {
        var tokens = CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions).GetRoot().DescendantTokens().Where(static token => token.Span.Length > 0).ToList();
        if (tokens.Count < 3)
        {
            return text;
        }

        var token = tokens[random.Next(tokens.Count)];
        var other = tokens[random.Next(tokens.Count)];
        return random.Next(7) switch
        {
            0 => text[..token.SpanStart],
            1 => text.Remove(token.SpanStart, token.Span.Length),
            2 => text.Insert(token.SpanStart, token.Text + " "),
            3 => text.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, other.Text),
            4 => text[..(token.SpanStart + (token.Span.Length / 2))] + text[token.Span.End..],
            5 => text.Remove(Math.Min(token.SpanStart, other.SpanStart), Math.Min(40, Math.Abs(token.SpanStart - other.SpanStart))),
            _ => text.Insert(token.Span.End, " ."),
        };
    }
}
