using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Whether code runs for each request: not where something is thrown or caught, nor what is left out of a release, nor what is kept for the next time.</summary>
internal static class SteadyState
{
    public static bool Contains(IOperation operation)
    {
        for (var (inner, outer) = (operation, operation.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            var isOutside = outer switch
            {
                IThrowOperation or ICatchClauseOperation or INameOfOperation => true,
                ICoalesceAssignmentOperation kept => inner == kept.Value && kept.Target is IMemberReferenceOperation,
                IInvocationOperation call => IsLeftOut(call.TargetMethod),
                IObjectCreationOperation { Type: { } created } => Api.IsException(created),
                _ => false,
            };
            if (isOutside)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLeftOut(IMethodSymbol method) => method.GetAttributes().Any(static a => a.AttributeClass is { Name: "ConditionalAttribute" });
}
