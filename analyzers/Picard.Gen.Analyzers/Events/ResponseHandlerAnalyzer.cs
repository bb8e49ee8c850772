using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Handlers of responses as a whole: they are nothing else, they have events, and these are their own.</summary>
/// <remarks>The form of each method is the business of <see cref="EventAnalyzer"/>, as it is for other events.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ResponseHandlerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.MixedResponseHandler, Rules.NoResponseEvent, Rules.EventOfOthers];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { ResponseHandler: not null } known)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, known), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!known.IsResponseHandler(type))
        {
            return;
        }

        if ((known.IsHandler(type) ? "Handler" : known.IsApplication(type) ? "Application" : known.IsMiddleware(type) ? "Middleware" : null) is { } other)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.MixedResponseHandler, type.Locations[0], Names.Of(type), other));
            return;
        }

        var hasEvent = false;
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            foreach (var attribute in method.GetAttributes().Where(known.IsEvent))
            {
                // An event of others is a mistake of its own, and what was meant is an event.
                hasEvent = true;
                var name = Names.Of(attribute);
                if (!ResponseEvent.IsOne(name))
                {
                    var instead = ResponseEvent.Like(name);
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.EventOfOthers,
                        Names.PlaceOf(attribute, method, context.CancellationToken),
                        instead is null ? null : ImmutableDictionary<string, string?>.Empty.Add("instead", instead),
                        Names.Of((ISymbol)method),
                        name,
                        instead is null ? "" : $"; mark it [{instead}]"));
                }
            }
        }

        if (!hasEvent)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NoResponseEvent, type.Locations[0], Names.Of(type)));
        }
    }
}
