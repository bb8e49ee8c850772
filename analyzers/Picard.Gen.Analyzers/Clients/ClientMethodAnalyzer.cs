using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>Each method of a client is one request, each of its parameters has a place there, and what it returns is read from the response.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClientMethodAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.NotARequest, Rules.MissingRouteValue, Rules.NoPlaceInRequest, Rules.SentTwice, Rules.UnreadableResponse, Rules.NoRequests];

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
                var results = new ClientResults(known, types);
                start.RegisterSymbolAction(symbol => Analyze(symbol, known, types, results), SymbolKind.Method);
                start.RegisterSymbolAction(symbol => AnalyzeType(symbol, known), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known, ParameterTypes types, ClientResults results)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method is not { MethodKind: MethodKind.Ordinary, PartialDefinitionPart: null } || !known.IsClient(method.ContainingType))
        {
            return;
        }

        // Methods without a route that have their code are their user's, and what an interface leaves open and static is said of the interface.
        var routes = method.GetAttributes().Where(known.IsRoute).ToList();
        if ((routes.Count == 0 && !IsOpen(method)) || method is { IsAbstract: true, IsStatic: true })
        {
            return;
        }

        if (WhyNoRequest(method, routes, known) is { } why)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NotARequest, method.Locations[0], Names.Of((ISymbol)method), why));
            return;
        }

        new ClientParameters(context, known, types, method, routes[0]).Check();
        if (results.WhyUnread(method) is { } unread)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnreadableResponse, method.Locations[0], Names.Of((ISymbol)method), Names.Of(method.ReturnType), unread));
        }
    }

    // A method that has no route, or a second, is reported itself, and so is a type that nothing can be emitted into.
    private static void AnalyzeType(SymbolAnalysisContext context, KnownSymbols known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (known.IsClient(type) && ClientRole.DeclarationsOf(type, context.CancellationToken) is var declarations && declarations.All(ClientRole.IsPartial)
            && ClientForm.WhyNot(type, ClientRole.Of(type, known)!, declarations, known) is null
            && !type.GetMembers().OfType<IMethodSymbol>().Any(m => m.MethodKind == MethodKind.Ordinary && (IsOpen(m) || m.GetAttributes().Any(known.IsRoute))))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NoRequests, type.Locations[0], Names.Of(type)));
        }
    }

    private static bool IsOpen(IMethodSymbol method) => method.ContainingType.TypeKind == TypeKind.Interface && method is { IsAbstract: true, IsStatic: false };

    private static string? WhyNoRequest(IMethodSymbol method, List<AttributeData> routes, KnownSymbols known)
    {
        if (routes.Count == 0)
        {
            return "has no route such as [Get(\"/path\")]";
        }

        if (routes.FirstOrDefault(route => !IsRequestMethod(route, known)) is { } other)
        {
            return $"is marked [{Names.Of(other)}], which only handlers have";
        }

        if (routes.Count > 1)
        {
            return $"has {routes.Count} routes, and a call sends one request";
        }

        return method switch
        {
            { IsStatic: true } => "is static, and only a client has connections",
            { IsGenericMethod: true } => "is generic",
            { IsVararg: true } => "takes a variable argument list",
            { ContainingType.TypeKind: TypeKind.Interface, IsAbstract: false } => "has a body, in place of the one that would be emitted",
            { ContainingType.TypeKind: not TypeKind.Interface, IsPartialDefinition: false } => "is not partial, so no body is emitted for it",
            { PartialImplementationPart: { } own } when ClientRole.IsWritten(own) => "has a body, in place of the one that would be emitted",
            _ => method.Parameters.Select(WhyNotTaken).FirstOrDefault(static form => form is not null),
        };
    }

    /// <summary>Whether an attribute says the method of a request that a client can send.</summary>
    internal static bool IsRequestMethod(AttributeData route, KnownSymbols known) =>
        known.IsOfRuntime(route.AttributeClass) && Names.Of(route) is "Get" or "Head" or "Post" or "Put" or "Patch" or "Delete" or "Options";

    private static string? WhyNotTaken(IParameterSymbol parameter) => parameter switch
    {
        { RefKind: not (RefKind.None or RefKind.In) } => $"takes '{parameter.Name}' by reference",
        { Type.TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => $"takes the pointer '{parameter.Name}'",
        { Type.IsRefLikeType: true } => $"takes the ref struct '{parameter.Name}', which cannot wait for a response",
        _ => null,
    };
}
