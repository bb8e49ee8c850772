using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Picard.Gen.Analyzers;

namespace Picard.Gen.CodeFixes;

/// <summary>Which token says, where a call stands, that its result is no longer wanted.</summary>
internal static class CancellationTokens
{
    /// <summary>A parameter of the innermost function that has one, or what the request or its framework offers; null: there is none.</summary>
    public static ExpressionSyntax? At(SemanticModel model, SyntaxNode place, CancellationToken cancellationToken)
    {
        for (var node = place.Parent; node is not null; node = node.Parent)
        {
            if (ParametersOf(node) is not { } parameters)
            {
                continue;
            }

            foreach (var parameter in parameters)
            {
                if (model.GetDeclaredSymbol(parameter, cancellationToken) is { } symbol && TokenOf(symbol) is { } token)
                {
                    return SyntaxFactory.ParseExpression(token);
                }
            }

            if (IsStatic(node))
            {
                return null;
            }
        }

        return OfMember(model, place.SpanStart) is { } member ? SyntaxFactory.ParseExpression(member) : null;
    }

    public static bool IsToken(ITypeSymbol? type) => Api.Is(type, "CancellationToken", "System.Threading");

    private static string? TokenOf(IParameterSymbol parameter)
    {
        var name = SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None ? parameter.Name : "@" + parameter.Name;
        return parameter.RefKind == RefKind.Out ? null
            : IsToken(parameter.Type) ? name
            : Api.Is(parameter.Type, "HttpContext", "Microsoft.AspNetCore.Http") ? name + ".RequestAborted"
            : null;
    }

    // Controllers and hubs of ASP.NET Core.
    private static string? OfMember(SemanticModel model, int position) =>
        Has(model, position, "HttpContext", "HttpContext", "Microsoft.AspNetCore.Http") ? "HttpContext.RequestAborted"
        : Has(model, position, "Context", "HubCallerContext", "Microsoft.AspNetCore.SignalR") ? "Context.ConnectionAborted"
        : null;

    private static bool Has(SemanticModel model, int position, string property, string type, string @namespace) =>
        model.LookupSymbols(position, name: property).OfType<IPropertySymbol>().Any(symbol => Api.Is(symbol.Type, type, @namespace));

    private static IEnumerable<ParameterSyntax>? ParametersOf(SyntaxNode node) => node switch
    {
        SimpleLambdaExpressionSyntax lambda => [lambda.Parameter],
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters,
        AnonymousMethodExpressionSyntax method => method.ParameterList?.Parameters ?? [],
        LocalFunctionStatementSyntax function => function.ParameterList.Parameters,
        BaseMethodDeclarationSyntax method => method.ParameterList.Parameters,
        _ => null,
    };

    private static bool IsStatic(SyntaxNode node) => node switch
    {
        AnonymousFunctionExpressionSyntax function => function.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.StaticKeyword),
        MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    };
}
