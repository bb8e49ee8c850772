using Picard.Http;

namespace Picard.Gen;

/// <summary>The route table of an application: what of routing does not depend on the routes. Emitted code derives from it.</summary>
/// <remarks>
/// The emitted part is a decision tree. It looks at decoded segments and at the method, and tries the most specific way first; a way that
/// ends without an endpoint for the method notes which methods it has and goes back. So a request is refused with 405 only if no route takes it.
/// </remarks>
public abstract class RouteTable : IHandler
{
    /// <summary>What <see cref="Match"/> returns if no route takes the request.</summary>
    protected const int NoEndpoint = -1;

    /// <summary>The request method GET.</summary>
    protected const RouteMethods Get = RouteMethods.Get;

    /// <summary>The request method HEAD.</summary>
    protected const RouteMethods Head = RouteMethods.Head;

    /// <summary>The request method POST.</summary>
    protected const RouteMethods Post = RouteMethods.Post;

    /// <summary>The request method PUT.</summary>
    protected const RouteMethods Put = RouteMethods.Put;

    /// <summary>The request method DELETE.</summary>
    protected const RouteMethods Delete = RouteMethods.Delete;

    /// <summary>The request method PATCH.</summary>
    protected const RouteMethods Patch = RouteMethods.Patch;

    /// <summary>The request method OPTIONS.</summary>
    protected const RouteMethods Options = RouteMethods.Options;

    /// <inheritdoc/>
    public ExchangeStep Handle(Exchange exchange)
    {
        // Called again with the content: the endpoint is known.
        if (exchange.Endpoint is { } chosen)
        {
            return Invoke(chosen, exchange);
        }

        var method = exchange.RouteMethod;
        var allowed = RouteMethods.None;
        switch (exchange.ResolvePath())
        {
            case PathStatus.Ready:
                var probe = new RouteProbe(exchange.Segments, method);
                var endpoint = Match(ref probe);
                if (endpoint != NoEndpoint)
                {
                    return Choose(endpoint, exchange);
                }

                allowed = probe.Allowed;
                break;
            case PathStatus.NoPath:
                // CONNECT asks for a tunnel, which no route is and no fallback: a 2xx would promise one (RFC 9110 §9.3.6).
                // RFC 9110 §9.1: a method that is not implemented is answered with 501.
                return exchange.RespondProblem(StatusCode.NotImplemented);

            // No route can take the rest, however it is written; so a fallback gets it, as it gets every path without a route.
            case var _ when Fallback != NoEndpoint:
                return Choose(Fallback, exchange);
            case PathStatus.Asterisk:
                return exchange.RespondOptions(AllMethods);
            case PathStatus.Malformed:
                return exchange.Respond(new Problem(StatusCode.BadRequest) { Detail = "The path of the request target has an encoded NUL or a malformed percent-encoding." });
            default:
                return exchange.Respond(new Problem(StatusCode.BadRequest) { Detail = "The path of the request target has dot segments that climb above its root." });
        }

        return Unmatched(exchange, method, allowed);
    }

    /// <inheritdoc/>
    public string? RouteOf(Exchange exchange) => exchange.Endpoint is { } chosen ? Pattern(chosen) : null;

    /// <summary>Every method that some route takes, for the answer to <c>OPTIONS *</c>.</summary>
    protected abstract RouteMethods AllMethods { get; }

    /// <summary>The endpoint of requests that no route can take, or <see cref="NoEndpoint"/>.</summary>
    protected virtual int Fallback => NoEndpoint;

    /// <summary>Finds the endpoint of a request.</summary>
    /// <param name="path">The request; it notes the methods of every route whose path matches.</param>
    /// <returns>The endpoint, or <see cref="NoEndpoint"/>.</returns>
    protected abstract int Match(ref RouteProbe path);

    /// <summary>Calls an endpoint.</summary>
    /// <param name="endpoint">What <see cref="Match"/> returned.</param>
    /// <param name="exchange">The exchange.</param>
    /// <returns>What the exchange waits for.</returns>
    protected abstract ExchangeStep Invoke(int endpoint, Exchange exchange);

    /// <summary>The route of an endpoint as it was declared.</summary>
    /// <param name="endpoint">What <see cref="Match"/> returned.</param>
    /// <returns>The pattern; null for the fallback, which has none.</returns>
    protected virtual string? Pattern(int endpoint) => null;

    private ExchangeStep Choose(int endpoint, Exchange exchange)
    {
        exchange.Endpoint = endpoint;
        return Invoke(endpoint, exchange);
    }

    private ExchangeStep Unmatched(Exchange exchange, RouteMethods method, RouteMethods allowed)
    {
        if (allowed == RouteMethods.None && Fallback != NoEndpoint)
        {
            return Choose(Fallback, exchange);
        }

        if (method == RouteMethods.None && exchange.Method != Method.Trace)
        {
            // RFC 9110 §9.1: a method that is unrecognized is not a matter of the resource.
            return exchange.RespondProblem(StatusCode.NotImplemented);
        }

        if (allowed == RouteMethods.None)
        {
            return exchange.RespondProblem(StatusCode.NotFound);
        }

        return method == RouteMethods.Options ? exchange.RespondOptions(allowed) : exchange.RespondNotAllowed(allowed);
    }
}
