using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>What the events of a middleware bring, and what their methods may return; the mirror of the runtime's <c>MiddlewareArgument</c> in terms of symbols.</summary>
internal static class MiddlewareEvent
{
    // Every event of middleware, with the one of an event handler that is like it.
    private static readonly Dictionary<string, string?> s_all = new(StringComparer.Ordinal)
    {
        ["OnRequest"] = "OnRequest",
        ["OnRequestContent"] = "OnContent",
        ["OnRequestTrailers"] = "OnTrailers",
        ["OnRequestEnd"] = "OnEnd",
        ["OnResponse"] = null,
        ["OnResponseContent"] = null,
        ["OnResponseTrailers"] = null,
        ["OnResponseEnd"] = null,
        ["OnFault"] = null,
        ["OnDone"] = "OnDone",
        ["OnAbort"] = "OnAbort",
    };

    public static bool IsOne(string @event) => s_all.ContainsKey(@event);

    /// <summary>Whether event handlers do not have it.</summary>
    public static bool IsOwn(string @event) => s_all.TryGetValue(@event, out var other) && other != @event;

    /// <summary>The event of an event handler that is like one of middleware; null: none is.</summary>
    public static string? OfHandler(string @event) => s_all[@event];

    /// <summary>The event of middleware that is like one of an event handler; null: none is.</summary>
    public static string? LikeHandlers(string @event) => s_all.FirstOrDefault(e => e.Value == @event).Key;

    /// <summary>Why a method cannot be called for an event, as a part of a sentence; null: it can.</summary>
    public static string? UnsupportedResult(IMethodSymbol method, string @event, KnownSymbols known) => @event switch
    {
        "OnRequest" => method.ReturnsVoid || IsNext(method.ReturnType, known) ? null : $"returns '{Names.Of(method.ReturnType)}' instead of nothing, Next, or a task of either",
        "OnFault" when method.Parameters.Length == 0 || !Api.IsException(method.Parameters[0].Type) => "takes no exception as its first parameter",
        "OnFault" => IsAnswer(method.ReturnType, known) ? null : $"returns '{Names.Of(method.ReturnType)}' instead of a Problem or a Response",
        _ => method.ReturnsVoid ? null : $"returns '{Names.Of(method.ReturnType)}' instead of nothing",
    };

    /// <summary>Whether an event other than the request brings what a parameter takes.</summary>
    public static bool Brings(string @event, IParameterSymbol parameter, KnownSymbols known)
    {
        if (@event == "OnFault" && parameter.Ordinal == 0)
        {
            return true;
        }

        if (parameter.Type is not INamedTypeSymbol type)
        {
            return false;
        }

        return type switch
        {
            { Name: "CancellationToken" } => type.ContainingNamespace.ToDisplayString() == "System.Threading",
            { Name: "ReadOnlySpan", TypeArguments.Length: 1 } => @event is "OnRequestContent" or "OnResponseContent" && type.TypeArguments[0].SpecialType == SpecialType.System_Byte,
            { ContainingNamespace: { Name: "Picard", ContainingNamespace.IsGlobalNamespace: true } } => Brings(@event, type.Name),
            _ => false,
        };
    }

    /// <summary>What an event brings, for people.</summary>
    public static string Brought(string @event)
    {
        const string Always = "the Request, a RequestHead and a CancellationToken";
        return @event switch
        {
            "OnRequest" => "a RequestHead, the Request, ResponseFields, a Responder, a CancellationToken, and values of the query, fields and cookies, items or services",
            "OnRequestContent" or "OnResponseContent" => $"a ReadOnlySpan<byte>, {Always}",
            "OnRequestTrailers" => $"a FieldSection, {Always}",
            "OnResponse" => $"an OutgoingResponse, ResponseFields, {Always}",
            "OnResponseTrailers" => $"ResponseFields, {Always}",
            "OnFault" => $"the exception, ResponseFields, {Always}",
            "OnDone" => $"an ExchangeSummary, {Always}",
            "OnAbort" => $"an AbortReason, an ExchangeSummary, {Always}",
            _ => Always,
        };
    }

    private static bool Brings(string @event, string type) => type switch
    {
        "Request" or "RequestHead" => true,

        // Where the head may still be to come, and where there are trailers.
        "ResponseFields" => @event is "OnRequestContent" or "OnRequestTrailers" or "OnRequestEnd" or "OnResponse" or "OnResponseTrailers" or "OnFault",
        "OutgoingResponse" => @event == "OnResponse",
        "FieldSection" => @event == "OnRequestTrailers",
        "ExchangeSummary" => @event is "OnDone" or "OnAbort",
        "AbortReason" => @event == "OnAbort",
        _ => false,
    };

    private static bool IsNext(ITypeSymbol type, KnownSymbols known)
    {
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask" } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks")
        {
            return task.TypeArguments.Length == 0 || Is(task.TypeArguments[0], "Next", known);
        }

        return Is(type, "Next", known);
    }

    private static bool IsAnswer(ITypeSymbol type, KnownSymbols known) => Is(type, "Problem", known) || Is(type, "Response", known);

    private static bool Is(ITypeSymbol type, string name, KnownSymbols known) => type is INamedTypeSymbol named && named.Name == name && known.IsOfRuntime(named);
}
