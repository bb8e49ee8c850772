using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>What the events of a handler of responses bring; the mirror of the client's <c>ReceivedHead</c> and its like in terms of symbols.</summary>
internal static class ResponseEvent
{
    private static readonly HashSet<string> s_all =
        new(StringComparer.Ordinal) { "OnRequest", "OnResponse", "OnContent", "OnTrailers", "OnEnd", "OnPause", "OnResume", "OnSignal", "OnDone", "OnAbort" };

    public static bool IsOne(string @event) => s_all.Contains(@event);

    /// <summary>The event that a user of another's name may have meant; null: there is none like it.</summary>
    public static string? Like(string @event) => @event switch
    {
        "OnResponseContent" => "OnContent",
        "OnResponseTrailers" => "OnTrailers",
        "OnResponseEnd" => "OnEnd",
        "OnFault" => "OnAbort",
        _ => null,
    };

    /// <summary>Whether an event brings what a parameter takes.</summary>
    public static bool Brings(string @event, ITypeSymbol type)
    {
        var name = type.OriginalDefinition is INamedTypeSymbol named ? $"{named.ContainingNamespace.ToDisplayString()}.{named.MetadataName}" : "";
        return name switch
        {
            "Picard.Upstream" => true,
            "Picard.ResponseHead" or "Picard.StatusCode" => @event == "OnResponse",
            "Picard.FieldSection" => @event is "OnResponse" or "OnTrailers",
            "System.Buffers.ReadOnlySequence`1" or "System.ReadOnlyMemory`1" or "System.ReadOnlySpan`1" =>
                @event == "OnContent" && type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && arguments[0].SpecialType == SpecialType.System_Byte,
            "System.Exception" => @event == "OnAbort",
            "System.Threading.CancellationToken" => @event != "OnAbort",
            _ => false,
        };
    }

    /// <summary>What an event brings, for people.</summary>
    public static string Brought(string @event) => @event switch
    {
        "OnResponse" => "a ResponseHead, a StatusCode, a FieldSection, Upstream and a CancellationToken",
        "OnContent" => "a ReadOnlySequence<byte>, ReadOnlyMemory<byte> or ReadOnlySpan<byte>, Upstream and a CancellationToken",
        "OnTrailers" => "a FieldSection, Upstream and a CancellationToken",
        "OnAbort" => "an Exception and Upstream",
        _ => "Upstream and a CancellationToken",
    };
}
