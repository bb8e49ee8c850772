using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>PIC4003 where a response is made as a whole: <c>new Response(StatusCode.NoContent) { Content = … }</c>.</summary>
internal static class BareResponse
{
    public static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var creation = (BaseObjectCreationExpressionSyntax)context.Node;
        var content = creation is { Initializer: { } initializer, ArgumentList.Arguments.Count: 1 }
            ? initializer.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(static member => member.Left is IdentifierNameSyntax { Identifier.ValueText: "Content" })
            : null;
        if (content is not null && !IsEmpty(content.Right)
            && context.SemanticModel.GetOperation(creation, context.CancellationToken) is IObjectCreationOperation { Type: { Name: "Response" } type, Arguments: [{ Value: var status }] }
            && Api.IsIn(type, "Picard") && LifetimeStep.HasNoContent(status))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.ContentNotAllowed, content.GetLocation(), content.ToString()));
        }
    }

    private static bool IsEmpty(ExpressionSyntax content) => content switch
    {
        DefaultExpressionSyntax or LiteralExpressionSyntax => true,
        CollectionExpressionSyntax list => list.Elements.Count == 0,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" } => true,
        InvocationExpressionSyntax call => Calls.Name(call) == "Empty",
        _ => false,
    };
}
