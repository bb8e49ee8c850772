using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Picard.Tests;

/// <summary>Runs an analyzer and a code fix over marked-up sources, one fix at a time and with fix-all, and compares the result.</summary>
/// <typeparam name="TAnalyzer">The analyzer whose diagnostics are fixed.</typeparam>
/// <typeparam name="TCodeFix">The code fix under test.</typeparam>
public sealed class CodeFixTest<TAnalyzer, TCodeFix> : CSharpCodeFixTest<TAnalyzer, TCodeFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    /// <summary>Creates a test of a library that references the framework and Picard.</summary>
    public CodeFixTest() => TestDefaults.Apply(TestState);

    /// <inheritdoc/>
    protected override ParseOptions CreateParseOptions() => TestCompilation.ParseOptions;

    /// <inheritdoc/>
    protected override CompilationOptions CreateCompilationOptions() => TestDefaults.WithNullable(base.CreateCompilationOptions());
}
