using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.CodeFixes;

/// <summary>What can be awaited.</summary>
internal static class Awaitables
{
    public static bool IsTask(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "Task" or "ValueTask" } && type.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a call that is not in the source yet would compile, and its result be awaited.</summary>
    public static bool IsAwaitable(SemanticModel model, int position, ExpressionSyntax call) =>
        model.GetSpeculativeSymbolInfo(position, call, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol { ReturnType: INamedTypeSymbol result }
        && (IsTask(result) || result.GetMembers("GetAwaiter").OfType<IMethodSymbol>().Any(static method => method is { Parameters.Length: 0, IsStatic: false }));
}
