using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>What names in a member stand for, where declarations alone tell: the code of the member is not bound for it.</summary>
/// <remarks>Measured: analyzers. The first question to a semantic model about an expression has the whole member bound, which takes longer than all else that rules do with it.</remarks>
internal static class Members
{
    /// <summary>The field or property of the type around it that an expression names, as <c>_items</c> or <c>this._items</c>; null: that takes binding.</summary>
    /// <param name="expression">What is named.</param>
    /// <param name="within">The member that the expression is in, or its type.</param>
    public static ISymbol? Named(ExpressionSyntax expression, ISymbol? within)
    {
        var name = expression switch
        {
            IdentifierNameSyntax identifier when !IsDeclaredAround(identifier) => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax member } => member.Identifier.ValueText,
            _ => null,
        };
        var type = within as INamedTypeSymbol ?? within?.ContainingType;
        return name is not null && type is not null && type.GetMembers(name) is [IFieldSymbol { AssociatedSymbol: null } or IPropertySymbol { Parameters.Length: 0 }] named ? named[0] : null;
    }

    /// <summary>The type of what <see cref="Named"/> finds; null: that takes binding.</summary>
    public static ITypeSymbol? TypeOf(ExpressionSyntax? expression, ISymbol? within) => expression is null ? null : Named(expression, within) switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    /// <summary>Whether a name is that of a local which is declared as a number.</summary>
    public static bool IsLocalNumber(ExpressionSyntax expression)
    {
        if (expression is not IdentifierNameSyntax { Identifier.ValueText: var name })
        {
            return false;
        }

        var declarations = Declarations(expression, name).ToList();
        return declarations.Count > 0 && declarations.TrueForAll(static declaration => declaration is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var type }, Initializer: var initializer }
            && (type is PredefinedTypeSyntax { Keyword.RawKind: not ((int)SyntaxKind.StringKeyword or (int)SyntaxKind.ObjectKeyword) }
                || (type.IsVar && initializer?.Value is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression })));
    }

    /// <summary>Whether a call is one of an <c>Action</c> that is a parameter, which brings nothing back.</summary>
    public static bool IsAction(InvocationExpressionSyntax call)
    {
        if (call.Expression is not IdentifierNameSyntax { Identifier.ValueText: var name })
        {
            return false;
        }

        var declarations = Declarations(call, name).ToList();
        return declarations.Count > 0 && declarations.TrueForAll(static declaration => declaration is ParameterSyntax { Type: SimpleNameSyntax { Identifier.ValueText: "Action" } });
    }

    private static bool IsDeclaredAround(IdentifierNameSyntax identifier) => Declarations(identifier, identifier.Identifier.ValueText).Any();

    /// <summary>What declares a name in the member around a node: parameters, locals, functions, range variables.</summary>
    private static IEnumerable<SyntaxNode> Declarations(SyntaxNode node, string name) => Calls.MemberOf(node).DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is not SimpleNameSyntax && token.ValueText == name).Select(static token => token.Parent!);
}
