using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>[Offload] is on what the framework calls: it is the emitted code that goes to the thread pool.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OffloadAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.OffloadWithoutEffect];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { } known)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, known), SymbolKind.NamedType, SymbolKind.Method);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known)
    {
        foreach (var attribute in context.Symbol.GetAttributes().Where(KnownSymbols.IsOffload))
        {
            if (WhyNot(context.Symbol, known) is { } why)
            {
                var name = context.Symbol is INamedTypeSymbol type ? Names.Of(type) : Names.Of(context.Symbol);
                context.ReportDiagnostic(Diagnostic.Create(Rules.OffloadWithoutEffect, Names.PlaceOf(attribute, context.Symbol, context.CancellationToken), name, why));
            }
        }
    }

    private static string? WhyNot(ISymbol symbol, KnownSymbols known) => symbol switch
    {
        INamedTypeSymbol type => known.IsHandler(type) ? null : "the class is not marked [Handler]",
        IMethodSymbol { ContainingType: { } type } when known.IsResponseHandler(type) => "events of responses come where their connection runs; await Task.Run in the method instead",
        IMethodSymbol { ContainingType: { } type } when known.IsProxy(type) => "events of proxies come where their connection runs; await Task.Run in the method instead",
        _ => symbol.GetAttributes().Any(a => known.IsRoute(a) || known.IsEvent(a)) ? null : "the method is neither a route nor an event",
    };
}
