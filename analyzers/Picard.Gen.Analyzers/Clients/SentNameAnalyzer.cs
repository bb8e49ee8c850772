using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Fields and cookies that clients send have names and values that can be sent, and are not the framework's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SentNameAnalyzer : DiagnosticAnalyzer
{
    // As RequestFields of the runtime has it.
    private static readonly HashSet<string> s_owned = new(StringComparer.OrdinalIgnoreCase) { "Host", "Content-Length", "Transfer-Encoding", "Connection", "Expect" };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.InvalidSentName];

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
        if (!known.IsClient(context.Symbol as INamedTypeSymbol ?? context.Symbol.ContainingType) || context.Symbol is IMethodSymbol { PartialDefinitionPart: not null })
        {
            return;
        }

        var owner = context.Symbol is INamedTypeSymbol type ? Names.Of(type) : Names.Of(context.Symbol);
        foreach (var line in context.Symbol.GetAttributes().Where(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, known.FieldLine)))
        {
            if (line.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive } first, { Kind: TypedConstantKind.Primitive } second])
            {
                var name = first.Value as string ?? "";
                Report(Names.PlaceOf(line, context.Symbol, context.CancellationToken), "field", name, WhyNoField(name) ?? WhyNoFieldValue(second.Value as string));
            }
        }

        foreach (var parameter in (context.Symbol as IMethodSymbol)?.Parameters ?? [])
        {
            if (NameIn(parameter, known.Header) is { } field)
            {
                Report(parameter.Locations[0], "field", field, WhyNoField(field));
            }

            if (NameIn(parameter, known.Cookie) is { } cookie)
            {
                Report(parameter.Locations[0], "cookie", cookie, IsToken(cookie) ? null : "has a name that is no token (RFC 6265 §4.1.1)");
            }
        }

        void Report(Location place, string kind, string name, string? why)
        {
            if (why is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidSentName, place, kind, name, owner, why));
            }
        }
    }

    private static string? NameIn(IParameterSymbol parameter, INamedTypeSymbol? attribute) =>
        KnownSymbols.Find(parameter, attribute) is { } found ? found.ConstructorArguments is [{ Value: string name }, ..] ? name : parameter.Name : null;

    private static string? WhyNoField(string name) =>
        s_owned.Contains(name) ? "is the framework's, since it follows from the target, the content or the connection"
        : IsToken(name) ? null
        : "has a name that is no token (RFC 9110 §5.1)";

    // RFC 9110 §5.5, and one octet for each character.
    private static string? WhyNoFieldValue(string? value) =>
        value is null || value.Any(static c => c is (< ' ' and not '\t') or '\x7f' or > '\xff') ? "has a value with a character that no field has (RFC 9110 §5.5)" : null;

    private static bool IsToken(string name) => name.Length > 0 && name.All(FieldNames.IsTokenCharacter);
}
