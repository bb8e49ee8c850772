using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

// 4xxx: what HTTP does not allow, and the runtime answers with an exception or a failed exchange.
internal static partial class Rules
{
    private const string Protocol = "Picard.Protocol";

    public static readonly DiagnosticDescriptor AnsweredTwice = Warning(
        "PIC4001", Protocol, "A request has one response",
        "'{0}' begins a second response on a path that has begun one already, so it throws and the exchange fails; return after the first");

    public static readonly DiagnosticDescriptor WrittenAfterEnd = Warning(
        "PIC4002", Protocol, "Nothing is written after the end of a message",
        "'{0}' comes after the {1} is complete on the same path, so it throws and the exchange fails");

    public static readonly DiagnosticDescriptor ContentNotAllowed = Warning(
        "PIC4003", Protocol, "Responses with status 204, 205 and 304 have no content",
        "'{0}' sends content with a status that has none, so it throws and the exchange fails");

    public static readonly DiagnosticDescriptor NeverAnswered = Warning(
        "PIC4004", Protocol, "An event handler answers",
        "No event of '{0}' responds, begins a response, upgrades or aborts, so every exchange waits until its client gives up");

    public static readonly DiagnosticDescriptor FrameworkField = Error(
        "PIC4005", Protocol, "Fields that say how a message is framed are the framework's",
        "'{0}' belongs to the framework, which says it from the content and the connection, so setting it throws");

    public static readonly DiagnosticDescriptor InvalidField = Error(
        "PIC4006", Protocol, "Field names are tokens and values have no control characters",
        "{0} is no {1}, so setting the field throws");

    public static readonly DiagnosticDescriptor PeerField = Warning(
        "PIC4007", Protocol, "What a client sends is checked before it becomes a field",
        "'{0}' comes from the client and nothing has looked at its characters, so with one that no field can have, such as a line break, '{1}' throws and the client gets a 500; check it before, or encode it, as with Uri.EscapeDataString");

    public static readonly DiagnosticDescriptor NoFinalStatus = Error(
        "PIC4008", Protocol, "A response has a final status of three digits",
        "'{0}' {1}");
}
