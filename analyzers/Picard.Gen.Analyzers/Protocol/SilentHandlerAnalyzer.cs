using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Event handlers that never answer, read off the text of the class: who hands on what could answer is not meant.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SilentHandlerAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> s_answers = new(StringComparer.Ordinal) { "Respond", "Begin", "Upgrade", "Abort" };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NeverAnswered];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { } known)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, known), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (string.IsNullOrEmpty(known.EventRouteOf(type)) || type.BaseType is not (null or { SpecialType: SpecialType.System_Object })
            || !type.GetMembers().OfType<IMethodSymbol>().Any(method => method.GetAttributes().Any(a => known.IsEvent(a) && a.AttributeClass?.Name == "OnRequestAttribute")))
        {
            return;
        }

        if (type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(context.CancellationToken))
            .All(static part => !part.ContainsDiagnostics && !part.DescendantNodes().Any(MayAnswer)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NeverAnswered, type.Locations[0], Names.Of(type)));
        }
    }

    /// <summary>An answer by name, or something that could give one: what is called Downstream, used as a value, and the object itself, handed on.</summary>
    private static bool MayAnswer(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax member => s_answers.Contains(member.Name.Identifier.ValueText),
        MemberBindingExpressionSyntax member => s_answers.Contains(member.Name.Identifier.ValueText),
        ParameterSyntax { Type: { } type } => type.ToString().EndsWith("Downstream", StringComparison.Ordinal) || type.ToString().EndsWith("Responder", StringComparison.Ordinal),
        IdentifierNameSyntax { Identifier.ValueText: "Downstream", Parent: not (MemberAccessExpressionSyntax or PropertyDeclarationSyntax) } => true,
        ThisExpressionSyntax { Parent: not MemberAccessExpressionSyntax } => true,
        _ => false,
    };
}
