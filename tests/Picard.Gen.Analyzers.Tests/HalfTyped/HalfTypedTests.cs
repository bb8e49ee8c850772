using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>Code as it is while somebody types: with tokens missing, twice, or the rest of the file gone. No rule may throw at any of it.</summary>
public class HalfTypedTests
{
    // Limit: a machine with much else to do tests fewer; each source is tested once however long it takes. PICARD_FUZZ_SECONDS gives it more.
    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("PICARD_FUZZ_SECONDS"), out var seconds) ? seconds : 10);

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(Rules).Assembly.GetTypes().Where(static type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    [Fact]
    public async Task NoRule_ThrowsAtHalfTypedCode()
    {
        var sources = HalfTypedSources.All().ToList();
        Assert.True(sources.Count >= 10, $"There are {sources.Count} sources to cut.");

        var random = new Random(6);
        var watch = Stopwatch.StartNew();
        var tested = 0;
        for (var round = 0; round == 0 || watch.Elapsed < s_budget; round++)
        {
            foreach (var source in sources)
            {
                if (round > 0 && watch.Elapsed >= s_budget)
                {
                    break;
                }

                var text = round == 0 ? source.Text : Cut(source.Text, random);
                var failures = await FailuresAtAsync(text);
                Assert.True(failures.Count == 0, $"{source.Name}, round {round}: {string.Join("\n", failures)}\n\n{text}");
                tested++;
            }
        }

        Assert.True(tested >= sources.Count);
    }

    private static async Task<List<string>> FailuresAtAsync(string text)
    {
        var failures = new List<string>();
        var compilation = TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary, text);
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
