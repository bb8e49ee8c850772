using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Where the value of an expression was made, as far as its declaration, or the constructors of its type, say so.</summary>
internal static class Origins
{
    /// <summary>The expression that made a value: the initializer of a local or field, or what a constructor assigns to it; otherwise the expression itself.</summary>
    public static ExpressionSyntax Of(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        // Limit: names that stand for names end somewhere in code that compiles, and half-typed code may go round in circles.
        for (var hops = 0; hops < 4; hops++)
        {
            expression = Calls.Strip(expression);
            if (expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax) || expression.SyntaxTree != model.SyntaxTree
                || model.GetSymbolInfo(expression, cancellationToken).Symbol is not { } symbol
                || InitializerOf(symbol, cancellationToken) is not { } value)
            {
                return expression;
            }

            expression = value;
        }

        return expression;
    }

    /// <summary>What a local, field or property begins with; null: that is not written where it is declared, nor in a constructor.</summary>
    public static ExpressionSyntax? InitializerOf(ISymbol symbol, CancellationToken cancellationToken)
    {
        if (symbol is not (ILocalSymbol or IFieldSymbol or IPropertySymbol) || symbol.DeclaringSyntaxReferences.Length == 0)
        {
            return null;
        }

        var declared = symbol.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
            _ => null,
        };
        if (declared is not null && Calls.Strip(declared).Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression)
        {
            // What begins with nothing is made elsewhere.
            declared = null;
        }

        return declared ?? (symbol is ILocalSymbol ? null : AssignedIn(symbol, cancellationToken));
    }

    /// <summary>The declarations of a type, in every file of the user's that has a part of it: emitted parts know every event, whether the user handles it or not.</summary>
    public static IEnumerable<SyntaxNode> PartsOf(INamedTypeSymbol? type, CancellationToken cancellationToken) =>
        type is null ? [] : type.DeclaringSyntaxReferences.Where(static reference => !IsEmitted(reference.SyntaxTree)).Select(reference => reference.GetSyntax(cancellationToken));

    /// <summary>The parameters of methods, not of constructors, that a value was made of.</summary>
    public static IEnumerable<IParameterSymbol> ParametersOf(ExpressionSyntax value, SemanticModel model, CancellationToken cancellationToken)
    {
        var origin = Of(value, model, cancellationToken);
        return origin.SyntaxTree == model.SyntaxTree
            ? origin.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax).OfType<IdentifierNameSyntax>().Select(name => model.GetSymbolInfo(name, cancellationToken).Symbol).OfType<IParameterSymbol>()
                .Where(static parameter => parameter.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.Constructor })
            : [];
    }

    private static bool IsEmitted(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal);

    private static ExpressionSyntax? AssignedIn(ISymbol member, CancellationToken cancellationToken)
    {
        foreach (var part in PartsOf(member.ContainingType, cancellationToken))
        {
            foreach (var constructor in part.ChildNodes().OfType<ConstructorDeclarationSyntax>())
            {
                var assigned = constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().FirstOrDefault(assignment => IsNamed(assignment.Left, member.Name));
                if (assigned is not null)
                {
                    return assigned.Right;
                }
            }
        }

        return null;
    }

    private static bool IsNamed(ExpressionSyntax left, string name) =>
        left is IdentifierNameSyntax identifier ? identifier.Identifier.ValueText == name
            : left is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member && member.Name.Identifier.ValueText == name;
}
