using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>Where each parameter of a route's method comes from, and whether its type can hold it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ParameterAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.UnboundRouteParameter, Rules.RouteTypeMismatch, Rules.OptionalMismatch, Rules.ConflictingSources, Rules.DuplicateSource,
        Rules.UnbindableParameter, Rules.InvalidFieldName, Rules.ContentNotExpected,
        Rules.JsonNotExpected, Rules.UnreadableJson, Rules.InvalidCookieName, Rules.UnboundMembers, Rules.FormNotExpected, Rules.FormAndContent,
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
                var types = new ParameterTypes(known);
                start.RegisterSymbolAction(symbol => Analyze(symbol, known, types), SymbolKind.Method);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known, ParameterTypes types)
    {
        var method = (IMethodSymbol)context.Symbol;
        var routes = known.RoutesOf(method).ToList();
        var patterns = new List<RoutePattern>();
        foreach (var route in routes)
        {
            if (Names.SyntaxOf(route, context.CancellationToken) is { } syntax
                && PatternText.LiteralOf(syntax) is { Token.Value: string text } literal
                && RoutePattern.TryParse(text, out var pattern, out _))
            {
                patterns.Add(pattern!);
                CheckRouteParameters(context, known, method, pattern!, literal);
            }
        }

        if (method.GetAttributes().Any(a => known.IsEvent(a) && Names.Of(a) == "OnRequest"))
        {
            CheckEvent(context, known, types, method);
        }

        var forms = new List<ParameterCheck>();
        var sources = new Dictionary<string, IParameterSymbol>(StringComparer.Ordinal);
        foreach (var parameter in routes.Count == 0 ? [] : method.Parameters)
        {
            // References and pointers are the method's fault, and said there.
            if (parameter is { RefKind: RefKind.None or RefKind.In, Type: { IsRefLikeType: false, TypeKind: not (TypeKind.Pointer or TypeKind.FunctionPointer) } })
            {
                var check = new ParameterCheck(context, known, types, method, parameter);
                if (CheckParameter(check, routes, patterns, sources) && check.TakesForm)
                {
                    forms.Add(check);
                }
            }
        }

        foreach (var form in forms)
        {
            _ = sources.TryGetValue(ParameterCheck.Content, out var content);
            form.ReportForm(routes, content);
        }
    }

    /// <summary>A request event takes from the head what routes take; what else it may take is said elsewhere.</summary>
    private static void CheckEvent(SymbolAnalysisContext context, KnownSymbols known, ParameterTypes types, IMethodSymbol method)
    {
        _ = EventRoute.TryParse(known.EventRouteOf(method.ContainingType) ?? "", out var route, out _);
        foreach (var parameter in method.Parameters)
        {
            var segments = route?.Pattern.IndexOf(parameter.Name) is { } index and >= 0 ? new List<RouteSegment> { route.Pattern.Segments[index] } : [];
            _ = new ParameterCheck(context, known, types, method, parameter).ReportConflict(segments);
        }
    }

    private static void CheckRouteParameters(SymbolAnalysisContext context, KnownSymbols known, IMethodSymbol method, RoutePattern pattern, LiteralExpressionSyntax literal)
    {
        foreach (var segment in pattern.Segments.Where(static segment => segment.IsParameter))
        {
            if (method.Parameters.Any(parameter => IsNamed(parameter, segment.Text) || (KnownSymbols.Find(parameter, known.Parameters) is not null && HasMember(parameter.Type, segment.Text))))
            {
                continue;
            }

            var properties = ImmutableDictionary<string, string?>.Empty.Add("name", segment.Text).Add("type", RouteTypes.For(segment));
            var place = PatternText.PlaceOf(literal, PatternText.IndexOfParameter(pattern.Text, segment.Text), segment.Text.Length);
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.UnboundRouteParameter, place, properties, segment.Text, pattern.Text, Names.Of((ISymbol)method)));
        }
    }

    private static bool IsNamed(ISymbol symbol, string name) => string.Equals(symbol.Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a [Parameters] type has a parameter or property of the name.</summary>
    private static bool HasMember(ITypeSymbol type, string name) =>
        type is INamedTypeSymbol named
        && (named.InstanceConstructors.Any(c => c.Parameters.Any(p => IsNamed(p, name))) || named.GetMembers().OfType<IPropertySymbol>().Any(p => IsNamed(p, name)));

    /// <returns>False: the parameter cannot be bound, and that is said.</returns>
    private static bool CheckParameter(
        ParameterCheck check, List<AttributeData> routes, List<RoutePattern> patterns, Dictionary<string, IParameterSymbol> sources)
    {
        var segments = patterns
            .Select(pattern => (Index: pattern.IndexOf(check.Parameter.Name), pattern.Segments))
            .Where(static route => route.Index >= 0)
            .Select(static route => route.Segments[route.Index])
            .ToList();
        if (check.ReportConflict(segments) || check.ReportUnbindable(segments, routes) is not { } source)
        {
            return false;
        }

        if (sources.TryGetValue(source, out var first))
        {
            check.Report(Rules.DuplicateSource, first.Name, check.Parameter.Name, check.MethodName, source);
        }
        else
        {
            sources.Add(source, check.Parameter);
        }

        check.ReportMisfit(segments);
        check.ReportContent(routes);
        return true;
    }
}
