using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Architecture.Tests.Documentation;

/// <summary>Compiles a program as a user's project does: implicit usings, nullable, our generator and our analyzers.</summary>
internal static class UserProgram
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp14);

    private static readonly ImmutableArray<ISourceGenerator> s_generators = [.. Instances<IIncrementalGenerator>("Picard.Gen.Generators").Select(generator => generator.AsSourceGenerator())];

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [.. Instances<DiagnosticAnalyzer>("Picard.Gen.Analyzers")];

    /// <summary>Everything the compiler and our analyzers have to say, warnings included.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> CompileAsync(string program)
    {
        var tree = CSharpSyntaxTree.ParseText(program, s_parse, "Program.cs");
        var isProgram = (await tree.GetRootAsync()).ChildNodes().OfType<GlobalStatementSyntax>().Any();
        Compilation compilation = CSharpCompilation.Create(
            "User",
            [tree, CSharpSyntaxTree.ParseText(ImplicitUsings, s_parse, "Usings.cs")],
            PlatformReferences.All,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var driver = CSharpGeneratorDriver.Create(s_generators, parseOptions: s_parse);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out compilation, out var generated);

        var diagnostics = generated.Concat(compilation.GetDiagnostics());
        if (!s_analyzers.IsEmpty)
        {
            diagnostics = diagnostics.Concat(await compilation.WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync());
        }

        return [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)];
    }

    private static IEnumerable<T> Instances<T>(string assembly) =>
        Assembly.Load(assembly).GetTypes().Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type)).Select(type => (T)Activator.CreateInstance(type)!);
}
