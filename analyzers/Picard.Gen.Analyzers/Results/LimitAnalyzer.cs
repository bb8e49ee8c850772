using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>What a client can have the server hold is bounded, or said by name not to be.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LimitAnalyzer : DiagnosticAnalyzer
{
    // Array.MaxLength: what is collected is collected in one array.
    private const long MaxArrayLength = 0x7FFFFFC7;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnnamedLimit, Rules.SlowConsumerLimit, Rules.SlowConsumerWithoutItems];

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
        if (context.Symbol.IsImplicitlyDeclared || context.Symbol.GetAttributes().IsEmpty)
        {
            return;
        }

        var name = context.Symbol is INamedTypeSymbol type ? Names.Of(type) : Names.Of(context.Symbol);
        if (KnownSymbols.Find(context.Symbol, known.MaxContent) is { ConstructorArguments.Length: 1 } limit
            && limit.ConstructorArguments[0].Value is long bytes
            && !IsNamed(limit, context)
            && WhyNoLimit(bytes, context.Symbol, known) is { } why)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnnamedLimit, Names.PlaceOf(limit, context.Symbol, context.CancellationToken), bytes, name, why));
        }

        if (KnownSymbols.Find(context.Symbol, known.SlowConsumer) is { ConstructorArguments: { Length: 1 } drop } policy)
        {
            AnalyzePolicy(context, known, policy, drop[0].Value is 0, name);
        }
    }

    private static void AnalyzePolicy(SymbolAnalysisContext context, KnownSymbols known, AttributeData policy, bool waits, string name)
    {
        var place = Names.PlaceOf(policy, context.Symbol, context.CancellationToken);
        if (WhyNoItems(context.Symbol, known) is { } why)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.SlowConsumerWithoutItems, place, name, why));
        }

        var maxBytes = policy.NamedArguments.FirstOrDefault(static a => a.Key == "MaxBytes").Value.Value as int?;
        if (!waits && maxBytes is null or <= 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.SlowConsumerLimit, place, name, maxBytes is null ? "has no MaxBytes" : $"has MaxBytes = {maxBytes}"));
        }
    }

    private static bool IsNamed(AttributeData limit, SymbolAnalysisContext context) =>
        Names.SyntaxOf(limit, context.CancellationToken)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression.ToString() is { } text && ConstantNumber.IsUnlimited(text);

    private static string? WhyNoLimit(long bytes, ISymbol symbol, KnownSymbols known)
    {
        var streams = symbol is INamedTypeSymbol type ? known.EventRouteOf(type) is not null
            : ((IMethodSymbol)symbol).Parameters.Any(static p => p.Type.ToDisplayString() == "Picard.ContentReader");
        return streams ? (bytes == long.MaxValue ? "nothing is larger" : null)
            : bytes > MaxArrayLength ? $"content is collected in one array, of at most {MaxArrayLength} octets"
            : null;
    }

    private static string? WhyNoItems(ISymbol symbol, KnownSymbols known) => symbol switch
    {
        INamedTypeSymbol type when known.EventRouteOf(type) is not null => "an event handler sees from Flow that its client is slow, and decides itself",
        INamedTypeSymbol type => type.GetMembers().OfType<IMethodSymbol>().Any(ReturnsItems) ? null : "no method of it returns an IAsyncEnumerable",
        IMethodSymbol method => ReturnsItems(method) ? null : "it returns no IAsyncEnumerable",
        _ => null,
    };

    private static bool ReturnsItems(IMethodSymbol method) => IsOfItems(method.ReturnType)
        || (method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } arguments } && IsOfItems(arguments[0]));

    private static bool IsOfItems(ITypeSymbol type) => type is INamedTypeSymbol { Name: "IAsyncEnumerable", TypeArguments.Length: 1 };
}
