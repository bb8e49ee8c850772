using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Routes are ordinary methods of handlers, so that emitted code can call them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MethodAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.OutsideHandler, Rules.UnsupportedMethod];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { } known)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, known), SymbolKind.Method);

                // Symbol actions do not see the functions inside methods, but attributes may stand there.
                start.RegisterSyntaxNodeAction(
                    node => AnalyzeFunction(node, known),
                    SyntaxKind.LocalFunctionStatement,
                    SyntaxKind.ParenthesizedLambdaExpression,
                    SyntaxKind.SimpleLambdaExpression);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known)
    {
        var method = (IMethodSymbol)context.Symbol;

        // One attribute is enough to say what is wrong with the method.
        if (known.RoutesOf(method).FirstOrDefault() is not { } attribute)
        {
            return;
        }

        var isHandler = known.IsHandler(method.ContainingType);
        if (!isHandler)
        {
            var (role, consequence) = known.Client is not null && IsOpen(method) && ClientMethodAnalyzer.IsRequestMethod(attribute, known)
                ? ("Client", "no request is sent for it")
                : ("Handler", "no request reaches it");
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.OutsideHandler, method.Locations[0], Names.Of((ISymbol)method), Names.Of(attribute), Names.Of(method.ContainingType), role, consequence));
        }

        // What has no body lacks a mark, and not the body.
        if ((isHandler || !IsOpen(method)) && UnsupportedForm(method) is { } form)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnsupportedMethod, method.Locations[0], Names.Of((ISymbol)method), Names.Of(attribute), form));
        }
    }

    /// <summary>Whether a method leaves its body to others, as those of clients do.</summary>
    private static bool IsOpen(IMethodSymbol method) =>
        method.ContainingType.TypeKind == TypeKind.Interface || method is { IsPartialDefinition: true, PartialImplementationPart: null };

    private static void AnalyzeFunction(SyntaxNodeAnalysisContext context, KnownSymbols known)
    {
        var attributes = context.Node is LocalFunctionStatementSyntax local ? local.AttributeLists : ((LambdaExpressionSyntax)context.Node).AttributeLists;
        if (attributes.Count == 0)
        {
            return;
        }

        var symbol = context.Node is LocalFunctionStatementSyntax
            ? context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken)
            : context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol;
        if (symbol?.GetAttributes().FirstOrDefault(known.IsRoute) is { } attribute)
        {
            var (name, form) = context.Node is LocalFunctionStatementSyntax ? (symbol.Name, "is a local function") : ("lambda", "is a lambda expression");
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.UnsupportedMethod, Names.PlaceOf(attribute, symbol, context.CancellationToken), name, Names.Of(attribute), form));
        }
    }

    private static string? UnsupportedForm(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.ExplicitInterfaceImplementation } => "implements an interface explicitly",
        { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove } => "is an accessor",
        { MethodKind: not MethodKind.Ordinary } => "is no ordinary method",
        { IsGenericMethod: true } => "is generic",
        { IsAbstract: true } => "is abstract",
        { IsPartialDefinition: true, PartialImplementationPart: null } => "has no body",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "returns by reference",
        { ReturnType.IsRefLikeType: true } => $"returns the ref struct '{Names.Of(method.ReturnType)}'",
        { IsVararg: true } => "takes a variable argument list",
        _ => method.Parameters.Select(UnsupportedForm).FirstOrDefault(static form => form is not null),
    };

    private static string? UnsupportedForm(IParameterSymbol parameter) => parameter switch
    {
        { RefKind: RefKind.Ref } => $"takes '{parameter.Name}' by ref",
        { RefKind: RefKind.Out } => $"has the out parameter '{parameter.Name}'",
        { RefKind: RefKind.RefReadOnlyParameter } => $"takes '{parameter.Name}' by ref readonly",
        { Type.TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => $"takes the pointer '{parameter.Name}'",
        { Type.IsRefLikeType: true } => $"takes the ref struct '{parameter.Name}'",
        _ => null,
    };
}
