using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Picard.Tests;

/// <summary>Runs an analyzer over marked-up sources: <c>{|PIC0101:span|}</c> expects a diagnostic there, and nothing else may be reported.</summary>
/// <typeparam name="TAnalyzer">The analyzer under test.</typeparam>
public sealed class AnalyzerTest<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>Creates a test of a library that references the framework and Picard.</summary>
    public AnalyzerTest() => TestDefaults.Apply(TestState);

    /// <inheritdoc/>
    protected override ParseOptions CreateParseOptions() => TestCompilation.ParseOptions;

    /// <inheritdoc/>
    protected override CompilationOptions CreateCompilationOptions() => TestDefaults.WithNullable(base.CreateCompilationOptions());
}
