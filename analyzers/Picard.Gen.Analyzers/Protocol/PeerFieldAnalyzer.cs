using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>PIC4007: text that a client has sent becomes the value of a field of the response as it is. The runtime, and ASP.NET Core, refuse what would break out of its line with an exception, so any client can have a request fail.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PeerFieldAnalyzer : DiagnosticAnalyzer
{
    // Limit: a value is handed to a local a few times at most; half-typed code may go round in circles.
    private const int MaxHops = 6;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.PeerField];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Picard.ResponseFields") is null && start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpResponse") is null)
            {
                return;
            }

            start.RegisterSyntaxNodeAction(AnalyzeCall, SyntaxKind.InvocationExpression);
            start.RegisterSyntaxNodeAction(AnalyzeAssignment, SyntaxKind.SimpleAssignmentExpression);
            start.RegisterSyntaxNodeAction(AnalyzeInitializer, SyntaxKind.ComplexElementInitializerExpression);
            start.RegisterSyntaxNodeAction(AnalyzeCreation, SyntaxKind.ObjectCreationExpression);
        });
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var arguments = call.ArgumentList.Arguments;
        var sets = Calls.Name(call) switch
        {
            "Add" or "Set" or "TryAdd" or "Append" => arguments.Count == 2 && MayBeText(arguments[1].Expression)
                && IsFields(Members.TypeOf(Calls.ReceiverOf(call), context.ContainingSymbol) ?? Calls.ReceiverTypeOf(call, context.SemanticModel, context.CancellationToken)),
            "Bytes" => arguments.Count == 3 && MayBeText(arguments[2].Expression) && Calls.LastName(Calls.ReceiverOf(call)) == "Response"
                && Calls.ReceiverTypeOf(call, context.SemanticModel, context.CancellationToken) is { } response && Api.IsIn(response, "Picard"),
            _ => false,
        };
        if (sets)
        {
            Check(context, arguments.Last().Expression, Calls.ReceiverOf(call) is { } receiver && Calls.LastName(receiver) is { } name ? name + "." + Calls.Name(call) : Calls.Name(call));
        }
    }

    /// <summary><c>Fields = { { name, value } }</c>.</summary>
    private static void AnalyzeInitializer(SyntaxNodeAnalysisContext context)
    {
        var element = (InitializerExpressionSyntax)context.Node;
        if (element.Expressions.Count == 2 && MayBeText(element.Expressions[1])
            && context.SemanticModel.GetCollectionInitializerSymbolInfo(element, context.CancellationToken).Symbol is IMethodSymbol add && IsFields(add.ContainingType))
        {
            Check(context, element.Expressions[1], element.Parent?.Parent is AssignmentExpressionSyntax { Left: var owner } ? owner + ".Add" : "Add");
        }
    }

    private static void AnalyzeAssignment(SyntaxNodeAnalysisContext context)
    {
        var assignment = (AssignmentExpressionSyntax)context.Node;
        if (MayBeText(assignment.Right) && !(assignment.Left is ElementAccessExpressionSyntax { Expression: var owner } && Members.TypeOf(owner, context.ContainingSymbol) is { } type && !IsFields(type))
            && IsField(assignment.Left, context.SemanticModel, context.CancellationToken))
        {
            Check(context, assignment.Right, assignment.Left.ToString());
        }
    }

    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context)
    {
        var creation = (ObjectCreationExpressionSyntax)context.Node;
        if (TreeIndex.NameOf(creation.Type) == "ResponseCookie" && creation.ArgumentList?.Arguments is { Count: 2 } arguments && MayBeText(arguments[1].Expression)
            && context.SemanticModel.GetTypeInfo(creation, context.CancellationToken).Type is { } type && Api.IsIn(type, "Picard"))
        {
            Check(context, arguments[1].Expression, "new ResponseCookie");
        }
    }

    private static bool MayBeText(ExpressionSyntax value) => value is not (LiteralExpressionSyntax or AnonymousFunctionExpressionSyntax or BaseObjectCreationExpressionSyntax);

    /// <summary>Whether what is assigned is a field: by its name in brackets, or a property that is one.</summary>
    private static bool IsField(ExpressionSyntax target, SemanticModel model, CancellationToken cancellationToken) => target switch
    {
        ElementAccessExpressionSyntax element => IsFields(model.GetTypeInfo(element.Expression, cancellationToken).Type) && IsOfResponse(element.Expression),
        ImplicitElementAccessSyntax element => model.GetSymbolInfo(element, cancellationToken).Symbol is IPropertySymbol indexer && IsFields(indexer.ContainingType),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContentType", Expression: var owner } => IsResponse(model.GetTypeInfo(owner, cancellationToken).Type),
        MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Headers" } headers } =>
            IsFields(model.GetTypeInfo(headers, cancellationToken).Type) && IsOfResponse(headers),
        IdentifierNameSyntax { Identifier.ValueText: "ContentType", Parent.Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } } =>
            IsResponse(model.GetTypeInfo(creation, cancellationToken).Type),
        _ => false,
    };

    private static bool IsFields(ITypeSymbol? type) => type switch
    {
        { Name: "ResponseFields" } => Api.IsIn(type, "Picard"),
        { Name: "IHeaderDictionary" or "HeaderDictionary" } => Api.IsIn(type, "Microsoft.AspNetCore.Http"),
        _ => false,
    };

    private static bool IsResponse(ITypeSymbol? type) => type switch
    {
        { Name: "Response" or "FileResponse" } => Api.IsIn(type, "Picard"),
        { Name: "HttpResponse" } => Api.IsIn(type, "Microsoft.AspNetCore.Http"),
        _ => false,
    };

    /// <summary>Fields of a request have the same type in ASP.NET Core, and are sent to nobody.</summary>
    private static bool IsOfResponse(ExpressionSyntax fields) =>
        fields is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Headers", Expression: { } owner } || Calls.LastName(owner) is not { } name || name.IndexOf("Request", StringComparison.OrdinalIgnoreCase) < 0;

    private static void Check(SyntaxNodeAnalysisContext context, ExpressionSyntax value, string setter)
    {
        var text = new PeerText(context.SemanticModel, context.CancellationToken);
        if (text.Of(value, MaxHops) is { } sent && !IsRefusalCaught(value) && !new PeerTextCheck(sent.Names, Calls.MemberOf(value)).IsBefore(value))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.PeerField, value.GetLocation(), sent.Source, setter));
        }
    }

    /// <summary>Whether the exception of who refuses the value is caught there, and not thrown again: the mistake is answered as the client's.</summary>
    private static bool IsRefusalCaught(ExpressionSyntax value)
    {
        for (SyntaxNode at = value; at.Parent is { } parent && !Calls.IsFunction(at); at = parent)
        {
            if (parent is TryStatementSyntax attempt && at == attempt.Block && attempt.Catches.Any(static handler => CatchesRefusal(handler)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool CatchesRefusal(CatchClauseSyntax handler) =>
        (handler.Declaration is null || TreeIndex.NameOf(handler.Declaration.Type) is "ArgumentException" or "InvalidOperationException" or "SystemException" or "Exception")
        && !handler.Block.DescendantNodes().Any(static node => node is ThrowStatementSyntax { Expression: null });
}
