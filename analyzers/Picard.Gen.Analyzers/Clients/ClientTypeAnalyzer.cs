using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Clients and pools are types into which the generator can write, and what their attributes say can be kept.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClientTypeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.ClientNotPartial, Rules.UnsupportedClient, Rules.InvalidBaseUri, Rules.InvalidPoolLimit, Rules.NotAPool];

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
        var declarations = ClientRole.DeclarationsOf(type, context.CancellationToken);
        CheckPartial(context, known, type, declarations);
        if (ClientRole.Of(type, known) is not { } role)
        {
            return;
        }

        if (ClientForm.WhyNot(type, role, declarations, known) is { } form)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnsupportedClient, type.Locations[0], Names.Of(type), role.Attribute, form, role.Consequence));
        }

        if (KnownSymbols.Find(type, known.Client) is { } client)
        {
            CheckClient(context, known, type, client);
        }

        if (KnownSymbols.Find(type, known.Pool) is { } pool)
        {
            CheckPool(context, type, pool);
        }
    }

    // What contains a client is reported itself, once, however many clients it contains.
    private static void CheckPartial(SymbolAnalysisContext context, KnownSymbols known, INamedTypeSymbol type, IReadOnlyList<TypeDeclarationSyntax> declarations)
    {
        if (declarations.All(ClientRole.IsPartial))
        {
            return;
        }

        var (reason, role) = ClientRole.Of(type, known) is { } own ? ($"is marked [{own.Attribute}]", own)
            : Contained(type, known) is var (contained, inner) ? ($"contains '{contained.Name}', which is marked [{inner.Attribute}],", inner)
            : ("", null);
        foreach (var declaration in role is null ? [] : declarations.Where(static d => !ClientRole.IsPartial(d)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.ClientNotPartial, declaration.Identifier.GetLocation(), Names.Of(type), reason, role!.Consequence));
        }
    }

    private static (INamedTypeSymbol Type, ClientRole Role)? Contained(INamedTypeSymbol type, KnownSymbols known)
    {
        foreach (var contained in type.GetTypeMembers())
        {
            if (ClientRole.Of(contained, known) is { } role)
            {
                return (contained, role);
            }

            if (Contained(contained, known) is { } deeper)
            {
                return deeper;
            }
        }

        return null;
    }

    private static void CheckClient(SymbolAnalysisContext context, KnownSymbols known, INamedTypeSymbol type, AttributeData client)
    {
        var syntax = Names.SyntaxOf(client, context.CancellationToken);
        if (client.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive } argument] && ClientUri.WhyNoBase(argument.Value as string ?? "") is { } why)
        {
            var place = syntax?.ArgumentList?.Arguments.FirstOrDefault(static a => a.NameEquals is null)?.GetLocation() ?? type.Locations[0];
            context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidBaseUri, place, argument.Value ?? "", Names.Of(type), why));
        }

        if (client.NamedArguments.FirstOrDefault(static a => a.Key == "Pool").Value.Value is INamedTypeSymbol { TypeKind: not TypeKind.Error } pool && !known.IsPool(pool.OriginalDefinition))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NotAPool, PlaceOf(syntax, "Pool") ?? type.Locations[0], Names.Of(type), Names.Of(pool)));
        }
    }

    private static void CheckPool(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData pool)
    {
        // As ClientOptions has it where the attribute says nothing.
        const int DefaultMaxConnections = 1024;
        var syntax = Names.SyntaxOf(pool, context.CancellationToken);
        var limits = pool.NamedArguments.Where(static a => a.Value.Value is int).ToDictionary(static a => a.Key, static a => (int)a.Value.Value!, StringComparer.Ordinal);
        var isKept = Check("MaxConnectionsPerAuthority", 1, "but a pool without connections never sends anything: 1 is the least")
            & Check("MaxConnections", 1, "but a pool without connections never sends anything: 1 is the least")
            & Check("MaxQueuedRequests", 0, "but fewer than none cannot wait: 0 lets none wait");
        var most = limits.TryGetValue("MaxConnections", out var all) ? all : DefaultMaxConnections;
        if (isKept && limits.TryGetValue("MaxConnectionsPerAuthority", out var one) && one > most)
        {
            Report("MaxConnectionsPerAuthority", one, $"but MaxConnections, over all authorities, is {most}, so it is never reached");
        }

        bool Check(string limit, int least, string matter)
        {
            var isBelow = limits.TryGetValue(limit, out var value) && value < least;
            if (isBelow)
            {
                Report(limit, value, matter);
            }

            return !isBelow;
        }

        void Report(string limit, int value, string matter) =>
            context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidPoolLimit, PlaceOf(syntax, limit) ?? type.Locations[0], limit, Names.Of(type), value, matter));
    }

    private static Location? PlaceOf(AttributeSyntax? attribute, string property) =>
        attribute?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == property)?.GetLocation();
}
