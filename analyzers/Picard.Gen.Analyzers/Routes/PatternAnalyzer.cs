using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>Each route pattern by itself: its syntax and its constraints.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PatternAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.InvalidPattern];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { } known)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, known), SymbolKind.Method, SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known)
    {
        foreach (var attribute in context.Symbol.GetAttributes())
        {
            if ((!known.DerivesFromRoute(attribute.AttributeClass) && !SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, known.Proxy))
                || Names.SyntaxOf(attribute, context.CancellationToken) is not { } syntax
                || PatternText.LiteralOf(syntax) is not { } literal)
            {
                continue;
            }

            // A null pattern is a literal, too; its text is empty, and an empty pattern is refused.
            var text = literal.Token.Value as string ?? "";
            if (!RoutePattern.TryParse(text, out _, out var error))
            {
                var place = PatternText.PlaceOf(literal, error!.Start, error.Length);
                context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidPattern, place, text, Names.Of(context.Symbol), error.Message, context.Symbol is INamedTypeSymbol ? "reaches it" : known.IsClient(context.Symbol.ContainingType) ? "leaves the method" : "reaches the method"));
            }
        }
    }
}
