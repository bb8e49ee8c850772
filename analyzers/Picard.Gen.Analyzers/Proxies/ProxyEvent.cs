using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>What the events of a proxy bring, and what their methods may return; the mirror of the runtime's <c>ProxyRequestArgument</c> and <c>ProxyResponseArgument</c> in terms of symbols.</summary>
internal static class ProxyEvent
{
    private static readonly HashSet<string> s_all = new(StringComparer.Ordinal)
    {
        "OnRequest", "OnRequestContent", "OnRequestTrailers", "OnRequestEnd", "OnResponse", "OnResponseContent", "OnResponseTrailers", "OnResponseEnd", "OnDone", "OnAbort",
    };

    public static bool IsOne(string @event) => s_all.Contains(@event);

    /// <summary>The events that a user of another's name may have meant, as they are marked; null: there is none like it.</summary>
    public static string? Like(string @event) => @event switch
    {
        "OnContent" => "[OnRequestContent] or [OnResponseContent]",
        "OnTrailers" => "[OnRequestTrailers] or [OnResponseTrailers]",
        "OnEnd" => "[OnRequestEnd] or [OnResponseEnd]",
        "OnFault" => "[OnAbort]",
        _ => null,
    };

    /// <summary>Why a method cannot be called for an event, as a part of a sentence; null: it can.</summary>
    public static string? UnsupportedResult(IMethodSymbol method, string @event) =>
        method.ReturnsVoid ? null
        : @event is not ("OnRequest" or "OnResponse") ? $"returns '{Names.Of(method.ReturnType)}' instead of nothing"
        : method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 0 } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks" ? null
        : $"returns '{Names.Of(method.ReturnType)}' instead of nothing or a task";

    /// <summary>Whether an event brings what a parameter takes.</summary>
    public static bool Brings(string @event, ITypeSymbol type)
    {
        var name = type.OriginalDefinition is INamedTypeSymbol named ? $"{named.ContainingNamespace.ToDisplayString()}.{named.MetadataName}" : "";
        return name switch
        {
            "Picard.Request" or "Picard.RequestHead" or "System.Threading.CancellationToken" => true,
            "Picard.ForwardedRequest" => !IsOfResponse(@event),
            "Picard.ForwardedResponse" or "Picard.ResponseHead" or "Picard.StatusCode" => IsOfResponse(@event),
            "Picard.FieldSection" => @event is "OnRequestTrailers" or "OnResponseTrailers",
            "System.Buffers.ReadOnlySequence`1" or "System.ReadOnlyMemory`1" or "System.ReadOnlySpan`1" => @event is "OnRequestContent" or "OnResponseContent"
                && type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && arguments[0].SpecialType == SpecialType.System_Byte,
            "Picard.AbortReason" => @event == "OnAbort",
            _ => false,
        };
    }

    /// <summary>What an event brings, for people.</summary>
    public static string Brought(string @event)
    {
        const string Content = "a ReadOnlySequence<byte>, ReadOnlyMemory<byte> or ReadOnlySpan<byte>, ";
        var always = IsOfResponse(@event)
            ? "the ForwardedResponse, a ResponseHead, a StatusCode, the Request, its RequestHead and a CancellationToken"
            : "the ForwardedRequest, the Request, a RequestHead and a CancellationToken";
        return @event switch
        {
            "OnRequest" => "the ForwardedRequest, the Request, a RequestHead, a CancellationToken, and values of the route, the query, fields and cookies, items or services",
            "OnRequestContent" or "OnResponseContent" => Content + always,
            "OnRequestTrailers" or "OnResponseTrailers" => "a FieldSection, " + always,
            "OnAbort" => "an AbortReason, " + always,
            _ => always,
        };
    }

    private static bool IsOfResponse(string @event) => @event.StartsWith("OnResponse", StringComparison.Ordinal);
}
