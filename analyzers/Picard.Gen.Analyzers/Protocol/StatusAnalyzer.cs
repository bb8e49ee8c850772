using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>PIC4008: a status that is written down and cannot be that of a response.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StatusAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NoFinalStatus];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Picard.StatusCode") is { } status)
            {
                start.RegisterSyntaxNodeAction(node => AnalyzeCreation(node, status), SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
                start.RegisterSyntaxNodeAction(node => AnalyzeMember(node, status), SyntaxKind.SimpleMemberAccessExpression);
            }
        });
    }

    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context, INamedTypeSymbol status)
    {
        var creation = (BaseObjectCreationExpressionSyntax)context.Node;
        if (creation.ArgumentList?.Arguments is not [{ Expression: var argument }] || creation is ObjectCreationExpressionSyntax { Type: var type } && TreeIndex.NameOf(type) != "StatusCode"
            || context.SemanticModel.GetConstantValue(argument, context.CancellationToken) is not { HasValue: true, Value: int code }
            || code is >= 200 and <= 999 || !SymbolEqualityComparer.Default.Equals(context.SemanticModel.GetTypeInfo(creation, context.CancellationToken).Type, status))
        {
            return;
        }

        if (code is < 100 or > 999)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NoFinalStatus, creation.GetLocation(), creation.ToString(), "does not have three digits, so making it throws"));
        }
        else
        {
            CheckFinal(context, creation);
        }
    }

    private static void AnalyzeMember(SyntaxNodeAnalysisContext context, INamedTypeSymbol status)
    {
        var member = (MemberAccessExpressionSyntax)context.Node;
        if (member.Name.Identifier.ValueText is "Continue" or "SwitchingProtocols" or "Processing" or "EarlyHints" && Calls.LastName(member.Expression) == "StatusCode"
            && context.SemanticModel.GetSymbolInfo(member, context.CancellationToken).Symbol is IPropertySymbol { ContainingType: { } owner } && SymbolEqualityComparer.Default.Equals(owner, status))
        {
            CheckFinal(context, member);
        }
    }

    private static void CheckFinal(SyntaxNodeAnalysisContext context, ExpressionSyntax status)
    {
        if (IsFinal(status, context.SemanticModel, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NoFinalStatus, status.GetLocation(), status.ToString(), "announces a response and is never the final one, so sending it throws"));
        }
    }

    /// <summary>Whether a status becomes that of a response: where a response is made or begun, or as what a route returns.</summary>
    private static bool IsFinal(ExpressionSyntax status, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode value = status;
        while (WholeOf(value, model, cancellationToken) is { } whole)
        {
            value = whole;
        }

        return value.Parent switch
        {
            ArgumentSyntax { Parent.Parent: ExpressionSyntax call } => model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && Sends(method),
            ReturnStatementSyntax or ArrowExpressionClauseSyntax => IsRoute(Calls.FunctionOf(value), model, cancellationToken),
            _ => false,
        };
    }

    /// <summary>What has the value of an expression, in certain cases or when it is awaited.</summary>
    private static SyntaxNode? WholeOf(SyntaxNode value, SemanticModel model, CancellationToken cancellationToken) => value.Parent switch
    {
        ParenthesizedExpressionSyntax inner => inner,
        ConditionalExpressionSyntax choice when choice.Condition != value => choice,
        SwitchExpressionArmSyntax arm when arm.Expression == value => arm.Parent,
        ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: ExpressionSyntax call } } when IsLikelyTask(call) && Api.IsTask(model.GetTypeInfo(call, cancellationToken).Type) => call,
        _ => null,
    };

    private static bool IsLikelyTask(ExpressionSyntax call) => call switch
    {
        InvocationExpressionSyntax made => Calls.Name(made) == "FromResult",
        ObjectCreationExpressionSyntax made => TreeIndex.NameOf(made.Type) == "ValueTask",
        ImplicitObjectCreationExpressionSyntax => true,
        _ => false,
    };

    private static bool Sends(IMethodSymbol method) => method.ContainingType is { } type && Api.IsIn(type, "Picard") && (type.Name, method.Name) switch
    {
        ("Response", ".ctor" or "Text" or "Bytes") or ("Problem", ".ctor") or ("Downstream", "Respond" or "Begin") or ("Responder", "Respond") or ("ContentWriter", "Begin") => true,
        _ => false,
    };

    private static bool IsRoute(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken) =>
        function is MethodDeclarationSyntax && model.GetDeclaredSymbol(function, cancellationToken) is IMethodSymbol method && EntryPoints.In(model.Compilation).Of(method) is { Kind: EntryKind.Route };
}
