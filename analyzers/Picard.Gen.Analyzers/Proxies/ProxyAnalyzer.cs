using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>Proxies: they are nothing else, their upstream is known, what they send can be sent, and their events are their own.</summary>
/// <remarks>The form of each method is the business of <see cref="EventAnalyzer"/>, that of the class of <see cref="TypeAnalyzer"/>, and their routes are looked at with those of handlers.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProxyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.MixedProxy, Rules.UnknownUpstream, Rules.DuplicateUpstream, Rules.InvalidDestination, Rules.InvalidProxyTarget, Rules.EventOfOtherClasses, Rules.PoolOfNoProxy,
        Rules.UpstreamWithoutProxy, Rules.GatewayTaken,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { Proxy: not null } known)
            {
                // Race: the first symbol finds the upstreams for all.
                var upstreams = new Lazy<ProxyUpstreams>(() => ProxyUpstreams.In(start.Compilation, known), LazyThreadSafetyMode.ExecutionAndPublication);
                start.RegisterSymbolAction(symbol => AnalyzeType(symbol, known, upstreams), SymbolKind.NamedType);
                start.RegisterSymbolAction(symbol => AnalyzeMethod(symbol, known), SymbolKind.Method);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context, KnownSymbols known, Lazy<ProxyUpstreams> upstreams)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var upstream = KnownSymbols.Find(type, known.Upstream);
        if (KnownSymbols.Find(type, known.Proxy) is not { } proxy)
        {
            if (upstream is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.UpstreamWithoutProxy, Names.PlaceOf(upstream, type, context.CancellationToken), Names.Of(type)));
            }

            return;
        }

        if (OtherRoleOf(type, known) is { } other)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.MixedProxy, type.Locations[0], Names.Of(type), other));
            return;
        }

        if (type.GetMembers("Gateway").FirstOrDefault(ClientRole.IsWritten) is { } gateway)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.GatewayTaken, gateway.Locations[0], Names.Of(type)));
        }

        CheckTarget(context, type, proxy);
        CheckUpstream(context, known, type, proxy, upstreams.Value);
        if (upstream is not null)
        {
            CheckDestinations(context, type, upstream);
        }
    }

    private static string? OtherRoleOf(INamedTypeSymbol type, KnownSymbols known) =>
        known.IsHandler(type) ? "Handler"
        : known.IsApplication(type) ? "Application"
        : known.IsMiddleware(type) ? "Middleware"
        : known.IsResponseHandler(type) ? "ResponseHandler"
        : known.IsClient(type) ? "Client"
        : null;

    private static void CheckTarget(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData proxy)
    {
        // What is no literal, or no pattern, is said to be that elsewhere.
        if (ValueOf(proxy, "Rewrite") is not string text
            || Names.SyntaxOf(proxy, context.CancellationToken) is not { } syntax
            || ArgumentOf(syntax, "Rewrite")?.Expression is not LiteralExpressionSyntax literal
            || !RoutePattern.TryParse(PatternText.LiteralOf(syntax)?.Token.Value as string ?? "", out var pattern, out _)
            || ProxyTarget.TryParse(text, pattern!, out _, out var error))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidProxyTarget, PatternText.PlaceOf(literal, error!.Start, error.Length), text, Names.Of(type), error.Message));
    }

    private static void CheckUpstream(SymbolAnalysisContext context, KnownSymbols known, INamedTypeSymbol type, AttributeData proxy, ProxyUpstreams upstreams)
    {
        var own = ProxyUpstreams.NameIn(type, known);
        var named = ValueOf(proxy, "Upstream") as string ?? own;
        var owner = named is null ? null : upstreams.OwnerOf(named);
        var place = Names.PlaceOf(proxy, type, context.CancellationToken);
        var syntax = Names.SyntaxOf(proxy, context.CancellationToken);
        if (string.IsNullOrWhiteSpace(named))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnknownUpstream, place, Names.Of(type), "names no upstream", "; give it one by [Upstream(\"name\", \"http://host:port\")]"));
        }
        else if (owner is null)
        {
            var declared = upstreams.Names.ToList();
            var hint = declared.Count == 0 ? "; declare it by [Upstream]" : $"; declared are {string.Join(", ", declared.Select(static name => $"'{name}'"))}";
            place = ArgumentOf(syntax, "Upstream")?.GetLocation() ?? place;
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnknownUpstream, place, Names.Of(type), $"names the upstream '{named}', which no proxy declares", hint));
        }

        if (own is not null && upstreams.OwnerOf(own) is { } first && !SymbolEqualityComparer.Default.Equals(first, type))
        {
            var twice = Names.PlaceOf(KnownSymbols.Find(type, known.Upstream)!, type, context.CancellationToken);
            context.ReportDiagnostic(Diagnostic.Create(Rules.DuplicateUpstream, twice, first.Locations, Names.Of(first), Names.Of(type), own));
        }

        if (ValueOf(proxy, "Pool") is INamedTypeSymbol { TypeKind: not TypeKind.Error } pool)
        {
            var why = !known.IsPool(pool.OriginalDefinition) ? "which is not marked [Pool], so it has no connections to share"
                : named != own && owner is not null ? $"but the connections are those of '{Names.Of(owner)}', which declares the upstream '{named}': name the pool there"
                : null;
            if (why is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.PoolOfNoProxy, ArgumentOf(syntax, "Pool")?.GetLocation() ?? place, Names.Of(type), Names.Of(pool), why));
            }
        }
    }

    private static void CheckDestinations(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData upstream)
    {
        if (upstream.ConstructorArguments is not { Length: 2 } arguments || arguments[1] is not { Kind: TypedConstantKind.Array, Values: { IsDefault: false } destinations })
        {
            return;
        }

        var written = Names.SyntaxOf(upstream, context.CancellationToken)?.ArgumentList?.Arguments;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < destinations.Length; i++)
        {
            var text = destinations[i].Value as string ?? "";
            if ((ProxyDestination.WhyNot(text, out var server) ?? (seen.Add(server) ? null : "is there twice")) is { } why)
            {
                // An array is one argument for all.
                var place = written?.Count == destinations.Length + 1 ? written.Value[i + 1].GetLocation() : Names.PlaceOf(upstream, type, context.CancellationToken);
                context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidDestination, place, text, Names.Of(type), why));
            }
        }
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context, KnownSymbols known)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!known.IsProxy(method.ContainingType) || OtherRoleOf(method.ContainingType, known) is not null)
        {
            return;
        }

        foreach (var attribute in method.GetAttributes().Where(known.IsEvent))
        {
            var name = Names.Of(attribute);
            if (!ProxyEvent.IsOne(name))
            {
                var instead = ProxyEvent.Like(name) is { } like ? $"; mark it {like}" : "";
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.EventOfOtherClasses, Names.PlaceOf(attribute, method, context.CancellationToken), Names.Of((ISymbol)method), name, instead));
            }
        }
    }

    private static object? ValueOf(AttributeData attribute, string property) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value is { IsNull: false, Kind: not TypedConstantKind.Array } value ? value.Value : null;

    private static AttributeArgumentSyntax? ArgumentOf(AttributeSyntax? attribute, string property) =>
        attribute?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property);
}
