using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Middleware as a whole: it is nothing else, it has events, they are its own, and each fault reaches its method.</summary>
/// <remarks>The form of each method is the business of <see cref="EventAnalyzer"/>, as it is for event handlers.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MiddlewareAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.MixedMiddleware, Rules.NoMiddlewareEvent, Rules.EventOfHandlers, Rules.EventOutsideMiddleware, Rules.UnreachableFault,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { } known)
            {
                start.RegisterSymbolAction(symbol => AnalyzeType(symbol, known), SymbolKind.NamedType);
                start.RegisterSymbolAction(symbol => AnalyzeMethod(symbol, known), SymbolKind.Method);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context, KnownSymbols known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (KnownSymbols.Find(type, known.Middleware) is not { } attribute)
        {
            return;
        }

        if (known.IsHandler(type) || known.IsApplication(type))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.MixedMiddleware, type.Locations[0], Names.Of(type), known.IsHandler(type) ? "Handler" : "Application"));
            return;
        }

        var methods = type.GetMembers().OfType<IMethodSymbol>().ToList();
        if (!methods.Any(method => method.GetAttributes().Any(a => known.IsEvent(a) && MiddlewareEvent.IsOne(Names.Of(a)))))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NoMiddlewareEvent, type.Locations[0], Names.Of(type)));
        }

        CheckFaults(context, Names.SyntaxOf(attribute, context.CancellationToken), [.. methods.Where(method => method.GetAttributes().Any(a => known.IsEvent(a) && Names.Of(a) == "OnFault"))]);
    }

    /// <summary>Of several methods for faults the first that takes the exception is asked, and no other.</summary>
    private static void CheckFaults(SymbolAnalysisContext context, SyntaxNode? attribute, List<IMethodSymbol> faults)
    {
        // As the generator takes them: those beside the attribute first.
        var main = attribute?.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        var ordered = faults.Where(static f => f.Parameters.Length > 0).OrderBy(f => f.DeclaringSyntaxReferences.Any(r => r.GetSyntax(context.CancellationToken).Parent == main) ? 0 : 1).ToList();
        for (var i = 1; i < ordered.Count; i++)
        {
            var type = ordered[i].Parameters[0].Type;
            if (ordered.Take(i).FirstOrDefault(f => context.Compilation.ClassifyCommonConversion(type, f.Parameters[0].Type) is { IsReference: true, IsImplicit: true } or { IsIdentity: true }) is { } earlier)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.UnreachableFault, ordered[i].Locations[0], earlier.Locations, Names.Of((ISymbol)ordered[i]), Names.Of((ISymbol)earlier), Names.Of(type)));
            }
        }
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context, KnownSymbols known)
    {
        var method = (IMethodSymbol)context.Symbol;
        foreach (var attribute in method.GetAttributes().Where(known.IsEvent))
        {
            var name = Names.Of(attribute);
            if (known.IsMiddleware(method.ContainingType))
            {
                if (!MiddlewareEvent.IsOne(name))
                {
                    var instead = MiddlewareEvent.LikeHandlers(name);
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.EventOfHandlers,
                        Names.PlaceOf(attribute, method, context.CancellationToken),
                        instead is null ? null : ImmutableDictionary<string, string?>.Empty.Add("instead", instead),
                        Names.Of((ISymbol)method),
                        name,
                        instead is null ? "" : $"; mark it [{instead}]"));
                }
            }
            else if (MiddlewareEvent.IsOwn(name) && !known.IsResponseHandler(method.ContainingType) && !known.IsProxy(method.ContainingType))
            {
                var (gets, roles) = known.ResponseHandler is not null && ResponseEvent.IsOne(name)
                    ? ("middleware and handlers of responses get", "[Middleware] or [ResponseHandler]")
                    : ("middleware gets", "[Middleware]");
                var instead = known.EventRouteOf(method.ContainingType) is null ? null : MiddlewareEvent.OfHandler(name);
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.EventOutsideMiddleware,
                    Names.PlaceOf(attribute, method, context.CancellationToken),
                    instead is null ? null : ImmutableDictionary<string, string?>.Empty.Add("instead", instead),
                    Names.Of((ISymbol)method),
                    name,
                    Names.Of(method.ContainingType),
                    gets,
                    roles,
                    instead is null ? "" : $"; mark it [{instead}]"));
            }
        }
    }
}
