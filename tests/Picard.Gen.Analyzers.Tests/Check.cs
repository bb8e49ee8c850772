using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>Short forms of the harness: every source imports Picard, as a user's would.</summary>
internal static class Check
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Threading;\nusing System.Threading.Tasks;\nusing Picard;\n\n";

    /// <summary>Expects exactly the marked diagnostics; <paramref name="messages"/> are the texts of <c>{|#0:…|}</c>, <c>{|#1:…|}</c> and so on.</summary>
    public static Task Source<TAnalyzer>(string source, params DiagnosticResult[] messages)
        where TAnalyzer : DiagnosticAnalyzer, new() => Sources<TAnalyzer>([source], OutputKind.DynamicallyLinkedLibrary, messages);

    public static async Task Sources<TAnalyzer>(string[] sources, OutputKind kind = OutputKind.DynamicallyLinkedLibrary, params DiagnosticResult[] messages)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new AnalyzerTest<TAnalyzer>();
        for (var i = 0; i < sources.Length; i++)
        {
            test.TestState.Sources.Add(($"Test{i}.cs", Usings + sources[i]));
        }

        test.TestState.OutputKind = kind;
        test.ExpectedDiagnostics.AddRange(messages);
        await test.RunAsync();
    }

    public static async Task Fix<TAnalyzer, TCodeFix>(string source, string expected, Action<CodeFixTest<TAnalyzer, TCodeFix>>? configure = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
    {
        var test = new CodeFixTest<TAnalyzer, TCodeFix> { TestCode = Usings + source, FixedCode = Usings + expected };
        configure?.Invoke(test);
        await test.RunAsync();
    }

    /// <summary>The whole text of the diagnostic at <c>{|#location:…|}</c>.</summary>
    public static DiagnosticResult Message(DiagnosticDescriptor rule, string message, int location = 0) =>
        new DiagnosticResult(rule).WithLocation(location).WithMessage(message).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);
}
