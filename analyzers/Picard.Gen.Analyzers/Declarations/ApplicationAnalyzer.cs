using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>What applications provide, and which application a handler names.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ApplicationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.NotAnApplication, Rules.DuplicateService, Rules.UnusableService, Rules.NothingToDescribe, Rules.InvalidDocumentPath,
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
                start.RegisterSymbolAction(symbol => AnalyzeMember(symbol, known), SymbolKind.Field, SymbolKind.Property);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context, KnownSymbols known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (known.IsApplication(type))
        {
            CheckDuplicates(context, known, type);
        }

        if (KnownSymbols.Find(type, known.OpenApi) is { } description)
        {
            CheckDescription(context, known, type, description);
        }

        var handler = KnownSymbols.Find(type, known.Handler);
        var named = handler?.NamedArguments.FirstOrDefault(static argument => argument.Key == "Application").Value.Value;
        if (named is INamedTypeSymbol application && WhyNotAnApplication(application, type, known) is { } why)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.NotAnApplication, Names.PlaceOf(handler!, type, context.CancellationToken), Names.Of(type), Names.Of(application), why));
        }
    }

    private static void CheckDescription(SymbolAnalysisContext context, KnownSymbols known, INamedTypeSymbol type, AttributeData description)
    {
        var place = Names.PlaceOf(description, type, context.CancellationToken);
        if (!known.IsApplication(type))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NothingToDescribe, place, Names.Of(type)));
        }
        else if (description.NamedArguments.FirstOrDefault(static a => a.Key == "Path").Value.Value is string path && DocumentPath.WhyNot(path, out _) is { } why)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidDocumentPath, place, path, Names.Of(type), why));
        }
    }

    private static string? WhyNotAnApplication(INamedTypeSymbol application, INamedTypeSymbol handler, KnownSymbols known) =>
        !known.IsApplication(application) ? "is not marked [Application]"
        : !SymbolEqualityComparer.Default.Equals(application.ContainingAssembly, handler.ContainingAssembly) ? $"is declared in another assembly, '{application.ContainingAssembly.Name}'"
        : null;

    private static void CheckDuplicates(SymbolAnalysisContext context, KnownSymbols known, INamedTypeSymbol application)
    {
        var services = new Dictionary<ITypeSymbol, ISymbol>(SymbolEqualityComparer.Default);
        foreach (var member in application.GetMembers())
        {
            if (KnownSymbols.Find(member, known.Provides) is null || TypeOf(member) is not { } service)
            {
                continue;
            }

            if (services.TryGetValue(service, out var first))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.DuplicateService, member.Locations[0], first.Locations, Names.Of(first), Names.Of(member), Names.Of(service)));
            }
            else
            {
                services.Add(service, member);
            }
        }
    }

    private static void AnalyzeMember(SymbolAnalysisContext context, KnownSymbols known)
    {
        var member = context.Symbol;
        if (KnownSymbols.Find(member, known.Provides) is null)
        {
            return;
        }

        var form = member switch
        {
            { ContainingType: var type } when !known.IsApplication(type) => $"'{Names.Of(type)}' is not marked [Application]",
            IPropertySymbol { IsIndexer: true } => "is an indexer",
            IPropertySymbol { GetMethod: null } => "cannot be read",
            _ => null,
        };
        if (form is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnusableService, member.Locations[0], Names.Of(member), form));
        }
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
}
