using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>Event handlers: their route. Of them, of middleware, of proxies and of handlers of responses: that each event has one method that can be called for it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EventAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] s_first = ["OnRequest", "OnContent", "OnTrailers", "OnEnd"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.InvalidEventRoute, Rules.EventOutsideHandler, Rules.MixedHandler, Rules.DuplicateEvent, Rules.UnsupportedEvent, Rules.EventParameter, Rules.NoRequestEvent,
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
                var types = new ParameterTypes(known);
                start.RegisterSymbolAction(symbol => AnalyzeMethod(symbol, known, types), SymbolKind.Method);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context, KnownSymbols known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (known.IsMiddleware(type) || known.IsResponseHandler(type) || known.IsProxy(type))
        {
            _ = CheckDuplicates(context, known, type);
            return;
        }

        if (known.EventRouteOf(type) is not { } route)
        {
            return;
        }

        var attribute = KnownSymbols.Find(type, known.Handler)!;
        if (!EventRoute.TryParse(route, out _, out var error))
        {
            var literal = Names.SyntaxOf(attribute, context.CancellationToken)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression as LiteralExpressionSyntax;
            var place = literal is null ? type.Locations[0] : PatternText.PlaceOf(literal, error!.Start, error.Length);
            context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidEventRoute, place, route, Names.Of(type), error!.Message));
        }

        // The others come only after something that one of these has done.
        if (!s_first.Any(CheckDuplicates(context, known, type).ContainsKey))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NoRequestEvent, type.Locations[0], Names.Of(type)));
        }
    }

    /// <returns>The events that have methods.</returns>
    private static Dictionary<string, IMethodSymbol> CheckDuplicates(SymbolAnalysisContext context, KnownSymbols known, INamedTypeSymbol type)
    {
        var seen = new Dictionary<string, IMethodSymbol>(StringComparer.Ordinal);
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            foreach (var name in method.GetAttributes().Where(known.IsEvent).Select(Names.Of))
            {
                if (!seen.TryGetValue(name, out var first))
                {
                    seen.Add(name, method);
                }
                else if (name != "OnFault")
                {
                    context.ReportDiagnostic(Diagnostic.Create(Rules.DuplicateEvent, method.Locations[0], first.Locations, Names.Of((ISymbol)first), Names.Of((ISymbol)method), name));
                }
            }
        }

        return seen;
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context, KnownSymbols known, ParameterTypes types)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (known.IsResponseHandler(method.ContainingType))
        {
            AnalyzeResponseMethod(context, known, method);
            return;
        }

        if (known.IsProxy(method.ContainingType) && !known.IsHandler(method.ContainingType))
        {
            AnalyzeProxyMethod(context, known, types, method);
            return;
        }

        var isMiddleware = known.IsMiddleware(method.ContainingType);
        var isEventHandler = !isMiddleware && known.EventRouteOf(method.ContainingType) is not null;
        foreach (var attribute in method.GetAttributes())
        {
            if (isEventHandler && known.IsRoute(attribute))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.MixedHandler, method.Locations[0], Names.Of((ISymbol)method), Names.Of(attribute), Names.Of(method.ContainingType)));
            }

            // An event of the other kind of class is said to be that elsewhere.
            var name = Names.Of(attribute);
            if (!known.IsEvent(attribute) || (isMiddleware ? !MiddlewareEvent.IsOne(name) : MiddlewareEvent.IsOwn(name)))
            {
                continue;
            }

            if (!isEventHandler && !isMiddleware)
            {
                var other = known.ResponseHandler is not null && !known.IsHandler(method.ContainingType) && ResponseEvent.IsOne(name) ? " and is not marked [ResponseHandler]" : "";
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.EventOutsideHandler, method.Locations[0], Names.Of((ISymbol)method), name, Names.Of(method.ContainingType), other));
            }
            else if ((UnsupportedForm(method) ?? (isMiddleware ? MiddlewareEvent.UnsupportedResult(method, name, known) : UnsupportedResult(method, known))) is { } form)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.UnsupportedEvent, method.Locations[0], Names.Of((ISymbol)method), name, form));
            }
            else
            {
                CheckParameters(context, known, types, method, name);
            }
        }
    }

    private static void AnalyzeResponseMethod(SymbolAnalysisContext context, KnownSymbols known, IMethodSymbol method)
    {
        foreach (var name in method.GetAttributes().Where(known.IsEvent).Select(Names.Of).Where(ResponseEvent.IsOne))
        {
            if ((UnsupportedForm(method) ?? UnsupportedResult(method, known)) is { } form)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.UnsupportedEvent, method.Locations[0], Names.Of((ISymbol)method), name, form));
                continue;
            }

            foreach (var parameter in method.Parameters.Where(parameter => !ResponseEvent.Brings(name, parameter.Type)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.EventParameter, parameter.Locations[0], Names.Of(parameter.Type), parameter.Name, Names.Of((ISymbol)method), name, ResponseEvent.Brought(name)));
            }
        }
    }

    private static void AnalyzeProxyMethod(SymbolAnalysisContext context, KnownSymbols known, ParameterTypes types, IMethodSymbol method)
    {
        foreach (var name in method.GetAttributes().Where(known.IsEvent).Select(Names.Of).Where(ProxyEvent.IsOne))
        {
            if ((UnsupportedForm(method) ?? ProxyEvent.UnsupportedResult(method, name)) is { } form)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.UnsupportedEvent, method.Locations[0], Names.Of((ISymbol)method), name, form));
                continue;
            }

            foreach (var parameter in method.Parameters.Where(p => !ProxyEvent.Brings(name, p.Type) && !(name == "OnRequest" && BringsRequest(p, known, types))))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.EventParameter, parameter.Locations[0], Names.Of(parameter.Type), parameter.Name, Names.Of((ISymbol)method), name, ProxyEvent.Brought(name)));
            }
        }
    }

    private static void CheckParameters(SymbolAnalysisContext context, KnownSymbols known, ParameterTypes types, IMethodSymbol method, string @event)
    {
        var isMiddleware = known.IsMiddleware(method.ContainingType);
        foreach (var parameter in method.Parameters)
        {
            if (!(@event == "OnRequest" ? BringsRequest(parameter, known, types) || Brings(parameter.Type, isMiddleware)
                : isMiddleware ? MiddlewareEvent.Brings(@event, parameter, known)
                : Brings(@event, parameter.Type)))
            {
                var brought = isMiddleware ? MiddlewareEvent.Brought(@event) : Brought(@event);
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.EventParameter, parameter.Locations[0], Names.Of(parameter.Type), parameter.Name, Names.Of((ISymbol)method), @event, brought));
            }
        }
    }

    /// <summary>The request event also takes what route handlers take of the head, but not the content: that comes with events of its own.</summary>
    private static bool BringsRequest(IParameterSymbol parameter, KnownSymbols known, ParameterTypes types) =>
        KnownSymbols.Find(parameter, known.Form) is null
        && (types.KindOf(parameter.Type) is ParameterKind.Text or ParameterKind.Request or ParameterKind.Aborted
            || KnownSymbols.Find(parameter, known.Service) is not null
            || KnownSymbols.Find(parameter, known.Item) is not null
            || (KnownSymbols.Find(parameter, known.Parameters) is not null && !MemberCheck.HasForm(known, parameter.Type)));

    /// <summary>Besides, it takes the head, and that where its class answers.</summary>
    private static bool Brings(ITypeSymbol type, bool isMiddleware) => type is INamedTypeSymbol { ContainingNamespace: { Name: "Picard", ContainingNamespace.IsGlobalNamespace: true } }
        && (type.Name == "RequestHead" || (isMiddleware ? type.Name is "ResponseFields" or "Responder" : type.Name == "Downstream"));

    private static bool Brings(string @event, ITypeSymbol type)
    {
        var name = type.OriginalDefinition is INamedTypeSymbol named ? $"{named.ContainingNamespace.ToDisplayString()}.{named.MetadataName}" : "";
        var isOfOctets = type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && arguments[0].SpecialType == SpecialType.System_Byte;
        return name switch
        {
            "Picard.Downstream" => true,
            "System.Buffers.ReadOnlySequence`1" or "System.ReadOnlyMemory`1" or "System.ReadOnlySpan`1" => @event == "OnContent" && isOfOctets,
            "Picard.FieldSection" => @event == "OnTrailers",
            "Picard.AbortReason" => @event == "OnAbort",
            "Picard.Request" => @event is not ("OnContent" or "OnAbort"),
            "System.Threading.CancellationToken" => @event != "OnAbort",
            _ => false,
        };
    }

    private static string Brought(string @event) => @event switch
    {
        "OnRequest" => "a RequestHead, the Request, Downstream, a CancellationToken, and values of the route, the query, fields and cookies, or services",
        "OnContent" => "a ReadOnlySequence<byte>, ReadOnlyMemory<byte> or ReadOnlySpan<byte>, Downstream and a CancellationToken",
        "OnTrailers" => "a FieldSection, the Request, Downstream and a CancellationToken",
        "OnAbort" => "an AbortReason and Downstream",
        _ => "the Request, Downstream and a CancellationToken",
    };

    private static string? UnsupportedForm(IMethodSymbol method) => method switch
    {
        { MethodKind: not MethodKind.Ordinary } => "is no ordinary method",
        { IsGenericMethod: true } => "is generic",
        { IsAbstract: true } => "is abstract",
        { IsPartialDefinition: true, PartialImplementationPart: null } => "has no body",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "returns by reference",
        { IsVararg: true } => "takes a variable argument list",
        { IsAsync: true, ReturnsVoid: true } => "is async void, so the next event would come before it is done and its exceptions would end the process",
        _ => method.Parameters.FirstOrDefault(static p => p.RefKind is not (RefKind.None or RefKind.In)) is { } parameter ? $"takes '{parameter.Name}' by reference" : null,
    };

    private static string? UnsupportedResult(IMethodSymbol method, KnownSymbols known) =>
        method.ReturnsVoid || IsResult(method.ReturnType, known) ? null : $"returns '{Names.Of(method.ReturnType)}' instead of nothing, Flow, or a task of either";

    private static bool IsResult(ITypeSymbol type, KnownSymbols known)
    {
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask" } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks")
        {
            return task.TypeArguments.Length == 0 || IsFlow(task.TypeArguments[0]);
        }

        return IsFlow(type);

        bool IsFlow(ITypeSymbol result) => result is INamedTypeSymbol { Name: "Flow" } flow && known.IsOfRuntime(flow);
    }
}
