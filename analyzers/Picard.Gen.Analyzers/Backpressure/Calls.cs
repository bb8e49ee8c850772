using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Calls as they are written: their name, what they are called on, and the function that they are in.</summary>
internal static class Calls
{
    public static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    public static string Name(InvocationExpressionSyntax call) => NameOf(call)?.Identifier.ValueText ?? "";

    /// <summary>What a method is called on; null: it is called by its name alone.</summary>
    public static ExpressionSyntax? ReceiverOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Expression,
        MemberBindingExpressionSyntax => call.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access => access.WhenNotNull.Span.Contains(call.Span))?.Expression,
        _ => null,
    };

    public static ITypeSymbol? ReceiverTypeOf(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        ReceiverOf(call) is { } receiver ? model.GetTypeInfo(receiver, cancellationToken).Type : null;

    public static IMethodSymbol? MethodOf(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        var found = model.GetSymbolInfo(call, cancellationToken);
        return found.Symbol as IMethodSymbol ?? (found.CandidateSymbols.Length > 0 ? found.CandidateSymbols[0] as IMethodSymbol : null);
    }

    /// <summary>The innermost function around a node: a method, an accessor, a local function or a lambda; at last the file, for top-level statements.</summary>
    public static SyntaxNode FunctionOf(SyntaxNode node)
    {
        for (var at = node.Parent; ; at = at.Parent)
        {
            if (at is null)
            {
                return node.SyntaxTree.GetRoot();
            }

            if (IsFunction(at) || at is CompilationUnitSyntax or BaseTypeDeclarationSyntax)
            {
                return at;
            }
        }
    }

    public static bool IsFunction(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;

    /// <summary>The outermost function around a node, which is the member it is in.</summary>
    public static SyntaxNode MemberOf(SyntaxNode node) =>
        (SyntaxNode?)node.AncestorsAndSelf().FirstOrDefault(static at => at is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax)
        ?? node.SyntaxTree.GetRoot();

    /// <summary>The symbol of a function.</summary>
    public static IMethodSymbol? SymbolOf(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken) => function switch
    {
        BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax => model.GetDeclaredSymbol(function, cancellationToken) as IMethodSymbol,
        AnonymousFunctionExpressionSyntax => model.GetSymbolInfo(function, cancellationToken).Symbol as IMethodSymbol,
        _ => null,
    };

    /// <summary>How a function is called in messages.</summary>
    public static string Display(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax when function.Parent is { } parent => Display(FunctionOf(parent) is { } outer && outer != function ? outer : parent),
        BasePropertyDeclarationSyntax property => property is PropertyDeclarationSyntax { Identifier.ValueText: var name } ? name : "this[]",
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        _ => "the program",
    };

    /// <summary>What is written in a function itself, not in the functions inside of it.</summary>
    public static IEnumerable<T> Inside<T>(SyntaxNode scope)
        where T : SyntaxNode => scope.DescendantNodes(node => node == scope || !IsFunction(node)).OfType<T>();

    public static ExpressionSyntax Strip(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax inner: expression = inner.Expression; continue;
                case AwaitExpressionSyntax awaited: expression = awaited.Expression; continue;
                case CastExpressionSyntax cast: expression = cast.Expression; continue;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed: expression = suppressed.Operand; continue;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "WithCancellation" or "AsTask", Expression: { } configured } }:
                    expression = configured;
                    continue;
                default: return expression;
            }
        }
    }

    /// <summary>The last name of an expression: <c>_items</c> of <c>this._items</c>, <c>items</c> of <c>items</c>.</summary>
    public static string? LastName(ExpressionSyntax? expression) => expression is null ? null : Strip(expression) switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } => binding.Name.Identifier.ValueText,
        _ => null,
    };
}
