using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>What concerns all routes of an application: duplicates, ambiguities, routes that are never reached, and handlers without an application.</summary>
/// <remarks>No rule waits for the end of the compilation, so that all of them show in an editor without a build; see <see cref="TreeRoutes"/>.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RouteTableAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.DuplicateRoute, Rules.AmbiguousRoute, Rules.UnreachableRoute, Rules.HiddenByMount, Rules.DuplicateFallback, Rules.NoApplication, Rules.ApplicationNotChosen,
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
                // Race: the first symbol builds the table for all. It is given no token, or its cancellation would be kept and fail the others.
                var table = new Lazy<RouteTable>(() => RouteTable.Of(start.Compilation, known, default), LazyThreadSafetyMode.ExecutionAndPublication);
                start.RegisterSymbolAction(symbol => Analyze(symbol, known, table), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known, Lazy<RouteTable> table)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var handler = KnownSymbols.Find(type, known.Handler) ?? KnownSymbols.Find(type, known.Proxy);
        if (handler is null && !known.IsApplication(type))
        {
            return;
        }

        var metadataName = RouteTable.MetadataNameOf(type);
        foreach (var conflict in table.Value.MountConflictsOf(metadataName))
        {
            Report(context, table.Value, conflict);
        }

        if (handler is null)
        {
            return;
        }

        CheckApplication(context, known, table.Value, type, metadataName, handler);
        foreach (var conflict in table.Value.ConflictsOf(metadataName))
        {
            Report(context, table.Value, conflict);
        }
    }

    private static void CheckApplication(
        SymbolAnalysisContext context, KnownSymbols known, RouteTable table, INamedTypeSymbol type, string metadataName, AttributeData handler)
    {
        var applications = table.Applications.Select(name => table.Find(name, known.Application)).Where(static found => found is not null).ToList();
        var isProgram = context.Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;
        if (applications.Count == 0 && isProgram)
        {
            // One handler stands for all: what is missing is one class.
            if (table.Handlers.FirstOrDefault(name => table.Find(name, known.Handler) is not null || table.Find(name, known.Proxy) is not null) == metadataName)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.NoApplication, type.Locations[0], Names.Of(type)));
            }
        }
        else if (applications.Count > 1 && handler.NamedArguments.All(static argument => argument.Key != "Application"))
        {
            var names = string.Join(" and ", applications.Select(static application => $"'{Names.Of(application!)}'"));
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.ApplicationNotChosen, Names.PlaceOf(handler, type, context.CancellationToken), Names.Of(type), names));
        }
    }

    private static void Report(SymbolAnalysisContext context, RouteTable table, RouteTable.Conflict conflict)
    {
        if (table.Find(conflict.First) is not { } first || table.Find(conflict.Second) is not { } second)
        {
            return;
        }

        var (one, other) = (conflict.First.Route, conflict.Second.Route);
        var (oneName, otherName) = (NameOf(first), NameOf(second));
        var (rule, arguments) = conflict.Kind switch
        {
            null => (Rules.DuplicateFallback, new object[] { oneName, otherName }),
            ConflictKind.Duplicate => (Rules.DuplicateRoute, [oneName, otherName, Token(other), other.Pattern!.Text]),
            ConflictKind.Ambiguous => (Rules.AmbiguousRoute, [oneName, one.Pattern!.Text, otherName, other.Pattern!.Text, conflict.Example]),
            _ => (Rules.UnreachableRoute, [otherName, other.Pattern!.Text, oneName, one.Pattern!.Text]),
        };
        context.ReportDiagnostic(Diagnostic.Create(rule, other.Attribute.GetLocation(), [one.Attribute.GetLocation()], arguments));
    }

    private static void Report(SymbolAnalysisContext context, RouteTable table, MountConflict conflict)
    {
        var (one, other) = (conflict.First, conflict.Second);
        if (NameOf(table, one) is not { } oneName || NameOf(table, other) is not { } otherName)
        {
            return;
        }

        var place = other.Source?.Route.Attribute.GetLocation() ?? Names.PlaceOf(other.Mount!, context.Symbol, context.CancellationToken);
        IEnumerable<Location> others = one.Source is { } source ? [source.Route.Attribute.GetLocation()] : [];
        var (rule, arguments) = conflict.Kind switch
        {
            null => (Rules.DuplicateFallback, new object[] { oneName, otherName }),
            ConflictKind.Duplicate => (Rules.DuplicateRoute, [oneName, otherName, other.Method.ToString().ToUpperInvariant(), other.Pattern!.Text]),
            ConflictKind.Ambiguous => (Rules.AmbiguousRoute, [oneName, one.Pattern!.Text, otherName, other.Pattern!.Text, conflict.Example]),
            _ => (Rules.HiddenByMount, [otherName, other.Pattern!.Text, conflict.Example, oneName, one.Pattern!.Text]),
        };
        context.ReportDiagnostic(Diagnostic.Create(rule, place, others, arguments));
    }

    private static string? NameOf(RouteTable table, MountedRoute route) =>
        route.Source is not { } source ? route.Name : table.Find(source) is { } symbol ? NameOf(symbol) : null;

    private static string NameOf(ISymbol symbol) => symbol is not INamedTypeSymbol type ? Names.Of(symbol) : type.GetAttributes().Any(static a => Names.Of(a) == "Proxy") ? Names.Of(type) : $"[OpenApi] of {Names.Of(type)}";

    private static string Token(RouteSyntax route) => route.Method.ToString().ToUpperInvariant();
}
