using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Delegates that hold something. One that captures nothing is made once and kept by the compiler, as is one of a static method.</summary>
internal static class Closures
{
    public static Allocated? CapturesOf(IDelegateCreationOperation creation)
    {
        var captured = creation.Target switch
        {
            IAnonymousFunctionOperation function => CapturedBy(function, function.Symbol),
            IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } reference => CapturedBy(LocalFunction(reference), reference.Method),
            IMethodReferenceOperation { Instance: { } instance } => [instance is IInstanceReferenceOperation ? "'this'" : $"'{instance.Syntax.WithoutTrivia()}'"],
            _ => [],
        };
        return captured.Count == 0 ? null : new Allocated(PlaceOf(creation), Joined(captured));
    }

    private static List<string> CapturedBy(IOperation? function, IMethodSymbol symbol)
    {
        var captured = new List<string>();
        foreach (var operation in function?.Descendants() ?? [])
        {
            var name = operation switch
            {
                ILocalReferenceOperation { Local: { IsConst: false, IsStatic: false } local } when IsOutside(local.ContainingSymbol, symbol) => $"'{local.Name}'",
                IParameterReferenceOperation { Parameter: { } parameter } when IsOutside(parameter.ContainingSymbol, symbol) => $"'{parameter.Name}'",
                IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => "'this'",
                _ => null,
            };
            if (name is not null && !captured.Contains(name))
            {
                captured.Add(name);
            }
        }

        return captured;
    }

    // What is declared in the function, or in one within it, is its own.
    private static bool IsOutside(ISymbol? owner, IMethodSymbol function)
    {
        for (; owner is IMethodSymbol; owner = owner.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(owner, function))
            {
                return false;
            }
        }

        return true;
    }

    private static ILocalFunctionOperation? LocalFunction(IMethodReferenceOperation reference)
    {
        IOperation root = reference;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().OfType<ILocalFunctionOperation>().FirstOrDefault(function => SymbolEqualityComparer.Default.Equals(function.Symbol, reference.Method));
    }

    // Of a lambda the part before its body: what would be underlined otherwise may be a page long.
    private static Location PlaceOf(IDelegateCreationOperation creation) => creation.Target.Syntax switch
    {
        LambdaExpressionSyntax lambda => Location.Create(lambda.SyntaxTree, Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(lambda.SpanStart, lambda.ArrowToken.Span.End)),
        AnonymousMethodExpressionSyntax method => method.DelegateKeyword.GetLocation(),
        var other => other.GetLocation(),
    };

    private static string Joined(List<string> names) =>
        names.Count == 1 ? names[0] : string.Join(", ", names.Take(names.Count - 1)) + " and " + names[names.Count - 1];
}
