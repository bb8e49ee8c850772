using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace Picard.Tests;

/// <summary>What analyzer and code-fix tests have in common.</summary>
internal static class TestDefaults
{
    // No package behind it: TestCompilation's references are added instead, so that nothing is downloaded while tests run.
    private static readonly ReferenceAssemblies s_noPackages = new("net10.0");

    public static void Apply(ProjectState state)
    {
        state.ReferenceAssemblies = s_noPackages;
        state.AdditionalReferences.AddRange(TestCompilation.References);
    }

    public static CompilationOptions WithNullable(CompilationOptions options) =>
        ((CSharpCompilationOptions)options).WithNullableContextOptions(NullableContextOptions.Enable);
}
