using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Picard.Gen.Analyzers;

namespace Picard.Gen.CodeFixes;

/// <summary>What can be awaited.</summary>
internal static class Awaitables
{
    /// <summary>Whether a type is a task or derives from one.</summary>
    public static bool IsTask(ITypeSymbol? type) => Api.Is(type, "Task", "System.Threading.Tasks") || Api.IsTask(type);

    /// <summary>Whether a call that is not in the source yet would compile, and its result be awaited.</summary>
    public static bool IsAwaitable(SemanticModel model, int position, ExpressionSyntax call) =>
        model.GetSpeculativeSymbolInfo(position, call, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol { ReturnType: INamedTypeSymbol result }
        && (IsTask(result) || result.GetMembers("GetAwaiter").OfType<IMethodSymbol>().Any(static method => method is { Parameters.Length: 0, IsStatic: false }));
}
