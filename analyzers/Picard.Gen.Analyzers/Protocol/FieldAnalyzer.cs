using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Fields of responses whose name or value is written down: what the runtime would refuse for each request is said at once.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FieldAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The names that ResponseFields refuses.</summary>
    internal static readonly HashSet<string> OwnedNames = new(StringComparer.OrdinalIgnoreCase) { "Content-Length", "Transfer-Encoding", "Connection", "Date" };

    /// <summary>The same as members of KnownField.</summary>
    internal static readonly HashSet<string> OwnedMembers = new(StringComparer.Ordinal) { "ContentLength", "TransferEncoding", "Connection", "Date" };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.FrameworkField, Rules.InvalidField];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Picard.ResponseFields") is { } fields)
            {
                start.RegisterSyntaxNodeAction(node => AnalyzeCall(node, fields), SyntaxKind.InvocationExpression);
                start.RegisterSyntaxNodeAction(node => AnalyzeElement(node, fields), SyntaxKind.SimpleAssignmentExpression);
                start.RegisterSyntaxNodeAction(node => AnalyzeInitializer(node, fields), SyntaxKind.ComplexElementInitializerExpression);
            }
        });
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context, INamedTypeSymbol fields)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (syntax is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "Set", Expression: var receiver }, ArgumentList.Arguments.Count: 2 }
            && MayBe(receiver, context, fields)
            && context.SemanticModel.GetOperation(syntax, context.CancellationToken) is IInvocationOperation { Arguments.Length: 2 } call
            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, fields))
        {
            Check(context, call.Arguments[0].Value, call.Arguments[1].Value);
        }
    }

    /// <summary><c>Fields = { { name, value } }</c>.</summary>
    private static void AnalyzeInitializer(SyntaxNodeAnalysisContext context, INamedTypeSymbol fields)
    {
        var syntax = (InitializerExpressionSyntax)context.Node;
        if (syntax.Expressions.Count == 2 && context.SemanticModel.GetCollectionInitializerSymbolInfo(syntax, context.CancellationToken).Symbol is IMethodSymbol add
            && SymbolEqualityComparer.Default.Equals(add.ContainingType, fields)
            && context.SemanticModel.GetOperation(syntax.Expressions[0], context.CancellationToken) is { } name
            && context.SemanticModel.GetOperation(syntax.Expressions[1], context.CancellationToken) is { } value)
        {
            Check(context, name, value);
        }
    }

    private static void AnalyzeElement(SyntaxNodeAnalysisContext context, INamedTypeSymbol fields)
    {
        var syntax = (AssignmentExpressionSyntax)context.Node;
        if (syntax.Left is ElementAccessExpressionSyntax or ImplicitElementAccessSyntax && MayBe((syntax.Left as ElementAccessExpressionSyntax)?.Expression, context, fields)
            && context.SemanticModel.GetOperation(syntax, context.CancellationToken) is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: 1 } element } assignment
            && SymbolEqualityComparer.Default.Equals(element.Property.ContainingType, fields))
        {
            Check(context, element.Arguments[0].Value, assignment.Value);
        }
    }

    /// <summary>Whether declarations do not show that an expression is something else than fields.</summary>
    private static bool MayBe(ExpressionSyntax? expression, SyntaxNodeAnalysisContext context, INamedTypeSymbol fields) =>
        Members.TypeOf(expression, context.ContainingSymbol) is not { } type || SymbolEqualityComparer.Default.Equals(type, fields);

    private static void Check(SyntaxNodeAnalysisContext context, IOperation name, IOperation value)
    {
        if (name is IFieldReferenceOperation { Field: { ContainingType.Name: "KnownField" } member })
        {
            if (OwnedMembers.Contains(member.Name))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.FrameworkField, name.Syntax.GetLocation(), Names.Of(member)));
            }
        }
        else if (name.ConstantValue is { HasValue: true, Value: string constant })
        {
            if (OwnedNames.Contains(constant))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.FrameworkField, name.Syntax.GetLocation(), constant));
            }
            else if (constant.Length == 0 || !constant.All(FieldNames.IsTokenCharacter))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidField, name.Syntax.GetLocation(), name.Syntax.ToString(), "field name, which is a token"));
            }
        }

        // RFC 9110 §5.5: a field value has no control characters but a tab.
        if (value.ConstantValue is { HasValue: true, Value: string text } && text.Any(static c => (c < ' ' && c != '\t') || c == '\x7f' || c > 'ÿ'))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidField, value.Syntax.GetLocation(), value.Syntax.ToString(), "field value, which is Latin-1 without control characters"));
        }
    }
}
