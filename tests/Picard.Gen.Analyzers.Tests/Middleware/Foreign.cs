using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>Tests with a second assembly, which is compiled and read as metadata.</summary>
internal static class Foreign
{
    private const string Usings = "using System;\nusing Picard;\nusing Picard.Gen;\n";

    public static async Task Check<TAnalyzer>(string assembly, string source, params DiagnosticResult[] messages)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new AnalyzerTest<TAnalyzer> { TestCode = "using System;\nusing Picard;\n" + source };
        test.TestState.AdditionalReferences.Add(Compile(assembly));
        test.ExpectedDiagnostics.AddRange(messages);
        await test.RunAsync();
    }

    private static PortableExecutableReference Compile(string source)
    {
        var compilation = TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary, Usings + source).WithAssemblyName("Mounted");
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(assembly.ToArray());
    }
}
