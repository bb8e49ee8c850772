using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>What a route's method returns can be sent, and what its attributes say of contents is sensible.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ResultAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.UnsupportedResult, Rules.AsyncVoid, Rules.InvalidMediaType, Rules.NegativeLimit];

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
                start.RegisterSymbolAction(symbol => AnalyzeMethod(symbol, known, types), SymbolKind.Method);
                start.RegisterSymbolAction(symbol => AnalyzeAttributes(symbol, known), SymbolKind.NamedType, SymbolKind.Method);
            }
        });
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context, KnownSymbols known, ParameterTypes types)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!known.RoutesOf(method).Any())
        {
            return;
        }

        if (method is { IsAsync: true, ReturnsVoid: true })
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.AsyncVoid, method.Locations[0], Names.Of((ISymbol)method)));
        }
        else if (!method.ReturnsVoid && !method.ReturnType.IsRefLikeType && KnownSymbols.Find(method, known.WebSocketRoute) is null && !known.UsesSerializer(method) && WhyNotSent(Awaited(method.ReturnType), known, types) is { } why)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnsupportedResult, method.Locations[0], Names.Of((ISymbol)method), Names.Of(method.ReturnType), why));
        }
    }

    /// <summary>What comes out of a task; null: nothing.</summary>
    private static ITypeSymbol? Awaited(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask" } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks"
            ? task.TypeArguments.FirstOrDefault()
            : type;

    private static string? WhyNotSent(ITypeSymbol? type, KnownSymbols known, ParameterTypes types)
    {
        if (type is null or IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte })
        {
            return null;
        }

        var value = type is IArrayTypeSymbol ? type : ParameterTypes.ValueOf(type);
        if (value is INamedTypeSymbol named && known.IsResult(named))
        {
            // The kinds of a union are results themselves; what other results hold is JSON.
            return named.TypeArguments
                .Select(argument => named.Name == "Results" ? WhyNotSent(argument, known, types) : types.Json.WhyUnwritable(argument))
                .FirstOrDefault(static why => why is not null);
        }

        // Items that come one after the other, and Server-Sent Events.
        if (ParameterTypes.ItemOf(value) is { } item)
        {
            return types.Json.WhyUnwritable(item);
        }

        return value.SpecialType == SpecialType.System_String
            || types.IsOfBytes(value, "System.ReadOnlyMemory`1")
            || types.Is(value, "Picard.StatusCode")
            || types.Is(value, "Picard.Response")
            || types.Is(value, "Picard.FileResponse")
            || types.Is(value, "Picard.Problem")
            ? null
            : types.Json.WhyUnwritable(value);
    }

    private static void AnalyzeAttributes(SymbolAnalysisContext context, KnownSymbols known)
    {
        if (context.Symbol.IsImplicitlyDeclared || context.Symbol.GetAttributes().IsEmpty)
        {
            return;
        }

        var name = context.Symbol is INamedTypeSymbol type ? Names.Of(type) : Names.Of(context.Symbol);
        if (KnownSymbols.Find(context.Symbol, known.ContentType) is { ConstructorArguments.Length: 1 } contentType
            && !IsMediaType(contentType.ConstructorArguments[0].Value as string ?? ""))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.InvalidMediaType, Names.PlaceOf(contentType, context.Symbol, context.CancellationToken), contentType.ConstructorArguments[0].Value ?? "", name,
                known.IsClient(context.Symbol as INamedTypeSymbol ?? context.Symbol.ContainingType) ? "requests" : "responses"));
        }

        if (KnownSymbols.Find(context.Symbol, known.MaxContent) is { ConstructorArguments.Length: 1 } limit
            && limit.ConstructorArguments[0].Value is long and < 0 and var bytes)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NegativeLimit, Names.PlaceOf(limit, context.Symbol, context.CancellationToken), bytes, name));
        }
    }

    // RFC 9110 §8.3.1: type "/" subtype, both tokens, then parameters, of which only the characters are checked.
    private static bool IsMediaType(string text)
    {
        var essence = text.Split(';')[0].TrimEnd(' ').Split('/');
        return essence.Length == 2
            && essence.All(static part => part.Length > 0 && part.All(static c => c is > ' ' and < '\x7f' && "\"(),/:;<=>?@[\\]{}".IndexOf(c) < 0))
            && text.All(static c => c is >= ' ' and < '\x7f');
    }
}
