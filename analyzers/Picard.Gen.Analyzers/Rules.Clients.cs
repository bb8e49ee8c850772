using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>PIC07xx: clients and pools.</summary>
internal static partial class Rules
{
    private const string Clients = "Picard.Clients";

    public static readonly DiagnosticDescriptor ClientNotPartial = Error(
        "PIC0701", Clients, "Clients and pools are partial",
        "'{0}' {1} but is not partial, so nothing can be emitted into it and {2}");

    public static readonly DiagnosticDescriptor UnsupportedClient = Error(
        "PIC0702", Clients, "Clients and pools are types that code can be emitted into",
        "'{0}' is marked [{1}] but {2}, so {3}");

    public static readonly DiagnosticDescriptor InvalidBaseUri = Error(
        "PIC0703", Clients, "Base URIs are absolute URIs of http or https",
        "The base URI '{0}' of '{1}' {2}, so no request can be made from it");

    public static readonly DiagnosticDescriptor NotARequest = Error(
        "PIC0704", Clients, "Methods of clients are requests",
        "'{0}' {1}, so there is no request that it could send");

    public static readonly DiagnosticDescriptor MissingRouteValue = Error(
        "PIC0705", Clients, "Route parameters of clients are parameters of the method",
        "The route parameter '{0}' of '{1}' is not a parameter of '{2}', so its request has no path");

    public static readonly DiagnosticDescriptor NoPlaceInRequest = Error(
        "PIC0706", Clients, "Parameters of clients have a place in the request",
        "'{0} {1}' of '{2}' has no place in its request: {3}");

    public static readonly DiagnosticDescriptor InvalidSentName = Error(
        "PIC0707", Clients, "What clients send can be sent",
        "The {0} '{1}' of '{2}' {3}, so every such request is refused when it is sent");

    public static readonly DiagnosticDescriptor SentTwice = Error(
        "PIC0708", Clients, "A place in the request has one parameter",
        "'{0}' and '{1}' of '{2}' are both {3}, so one of them is a mistake");

    public static readonly DiagnosticDescriptor UnreadableResponse = Error(
        "PIC0709", Clients, "Results of clients can be read from a response",
        "'{0}' returns '{1}', which no response is read as: {2}");

    public static readonly DiagnosticDescriptor InvalidPoolLimit = Error(
        "PIC0710", Clients, "Limits of pools can be kept",
        "{0} of '{1}' is {2}, {3}");

    public static readonly DiagnosticDescriptor NotAPool = Error(
        "PIC0711", Clients, "The pool of a client is marked [Pool]",
        "'{0}' names '{1}' as its pool, which is not marked [Pool], so it has no connections to share");

    public static readonly DiagnosticDescriptor NoRequests = Warning(
        "PIC0712", Clients, "Clients have methods",
        "'{0}' is marked [Client] but has no method that is a request, such as '[Get(\"/path\")] ValueTask<string> Read();'");
}
