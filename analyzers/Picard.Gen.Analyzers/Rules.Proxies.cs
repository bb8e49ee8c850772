using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>PIC08xx: proxies.</summary>
internal static partial class Rules
{
    private const string Proxies = "Picard.Proxies";

    public static readonly DiagnosticDescriptor MixedProxy = Error(
        "PIC0801", Proxies, "A proxy is nothing else",
        "'{0}' is marked [Proxy] and [{1}], so what its methods are for cannot be told");

    public static readonly DiagnosticDescriptor UnknownUpstream = Error(
        "PIC0802", Proxies, "The upstream of a proxy is declared",
        "'{0}' {1}, so its requests go nowhere{2}");

    public static readonly DiagnosticDescriptor DuplicateUpstream = Error(
        "PIC0803", Proxies, "An upstream is declared once",
        "'{0}' and '{1}' both declare the upstream '{2}', so which servers a proxy means by it cannot be told");

    public static readonly DiagnosticDescriptor InvalidDestination = Error(
        "PIC0804", Proxies, "Destinations are URLs of servers",
        "The destination '{0}' of '{1}' {2}, so its application fails at start");

    public static readonly DiagnosticDescriptor InvalidProxyTarget = Error(
        "PIC0805", Proxies, "Targets of proxies are paths with parts of the route",
        "The target '{0}' of '{1}' {2}, so no request is forwarded");

    public static readonly DiagnosticDescriptor EventOfOtherClasses = Error(
        "PIC0806", Proxies, "Proxies have events of their own",
        "'{0}' is marked [{1}], which a proxy does not get, so the method is never called{2}");

    public static readonly DiagnosticDescriptor PoolOfNoProxy = Error(
        "PIC0807", Proxies, "The pool of a proxy is marked [Pool]",
        "'{0}' names '{1}' as its pool, {2}");

    public static readonly DiagnosticDescriptor UpstreamWithoutProxy = Error(
        "PIC0808", Proxies, "[Upstream] stands on proxies",
        "[Upstream] on '{0}' has no effect, because the class is not marked [Proxy]");

    public static readonly DiagnosticDescriptor GatewayTaken = Error(
        "PIC0809", Proxies, "Proxies have no member Gateway of their own",
        "'{0}' has a member 'Gateway' of its own, in place of the one that it gets, so it forwards no request");
}
