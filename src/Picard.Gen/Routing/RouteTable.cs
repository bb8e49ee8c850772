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

    /// <summary>Any request method, as a proxy takes it.</summary>
    protected const RouteMethods Any = Get | Head | Post | Put | Delete | Patch | Options | RouteMethods.Other;

    private RouteTable? _parent;
    private Mount[] _mounts = [];
    private string _prefix = "";
    private string?[] _patterns = [];

    /// <summary>The middleware of the application; null if there is none.</summary>
    protected virtual MiddlewareStack? Middleware => null;

    /// <inheritdoc/>
    public ExchangeStep Handle(Exchange exchange)
    {
        // Called again, with the content or after the middleware of a handler: the endpoint is known.
        if (exchange.Endpoint is { } chosen)
        {
            return (exchange.Table ?? this).Call(chosen, exchange);
        }

        if (Middleware is { } middleware && !exchange.TryEnter(middleware, out var step))
        {
            return step;
        }

        var method = exchange.RouteMethod;
        var allowed = RouteMethods.None;
        switch (exchange.ResolvePath())
        {
            case PathStatus.Ready when TryMatch(exchange, method, ref allowed) is { } endpoint:
                return (exchange.Table ?? this).Call(endpoint, exchange);
            case PathStatus.Ready:
                break;
            case PathStatus.NoPath:
                // CONNECT asks for a tunnel, which no route is and no fallback: a 2xx would promise one (RFC 9110 §9.3.6).
                // RFC 9110 §9.1: a method that is not implemented is answered with 501.
                return exchange.RespondProblem(StatusCode.NotImplemented);

            // No route can take the rest, however it is written; so a fallback gets it, as it gets every path without a route.
            case var _ when Fallback != NoEndpoint:
                return Choose(Fallback, exchange);
            case PathStatus.Asterisk:
                return exchange.RespondOptions(AllMethodsMounted);
            case PathStatus.Malformed:
                return exchange.Respond(new Problem(StatusCode.BadRequest) { Detail = "The path of the request target has an encoded NUL or a malformed percent-encoding." });
            default:
                return exchange.Respond(new Problem(StatusCode.BadRequest) { Detail = "The path of the request target has dot segments that climb above its root." });
        }

        return Unmatched(exchange, method, allowed);
    }

    /// <inheritdoc/>
    public string? RouteOf(Exchange exchange) => exchange.Endpoint is { } chosen ? (exchange.Table ?? this).PatternOf(chosen) : null;

    /// <summary>Takes the routes of other applications in.</summary>
    /// <param name="mounts">The mounts, in the order of their declaration.</param>
    /// <returns>This table.</returns>
    public RouteTable With(params Mount[] mounts)
    {
        // The longest prefix first: what is mounted deeper is more specific.
        _mounts = [.. mounts.OrderByDescending(static m => m.Depth)];
        foreach (var mount in _mounts)
        {
            mount.Table._parent = this;
            mount.Table.Place(mount.Prefix);
        }

        return this;
    }

    /// <summary>The pattern of an endpoint, with the prefixes of the mounts that lead to it.</summary>
    internal string? PatternOf(int endpoint)
    {
        if (_prefix.Length == 0 || Pattern(endpoint) is not { } pattern)
        {
            return Pattern(endpoint);
        }

        // Race: two threads may compute one at once; they are equal. What one of them keeps may get lost with a shorter array, and is computed again.
        var patterns = _patterns;
        if (endpoint >= patterns.Length)
        {
            Array.Resize(ref patterns, endpoint + 1);
            _patterns = patterns;
        }

        return patterns[endpoint] ??= pattern == "/" ? _prefix : _prefix + pattern;
    }

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

    private RouteMethods AllMethodsMounted => _mounts.Aggregate(AllMethods, static (methods, mount) => methods | mount.Table.AllMethodsMounted);

    private void Place(string prefix)
    {
        _prefix = prefix + _prefix;
        _patterns = [];
        foreach (var mount in _mounts)
        {
            mount.Table.Place(prefix);
        }
    }

    private ExchangeStep Choose(int endpoint, Exchange exchange)
    {
        exchange.Endpoint = endpoint;
        exchange.Table = this;
        return Call(endpoint, exchange);
    }

    /// <summary>Calls an endpoint of this table, once the middleware of the applications on the way to it has let the exchange through.</summary>
    private ExchangeStep Call(int endpoint, Exchange exchange) => TryEnter(exchange, out var step) ? Invoke(endpoint, exchange) : step;

    private bool TryEnter(Exchange exchange, out ExchangeStep step)
    {
        // That of the application at the root has let it through before there was a route.
        step = ExchangeStep.Dispatch;
        return _parent is null || (_parent.TryEnter(exchange, out step) && (Middleware is not { } middleware || exchange.TryEnter(middleware, out step)));
    }

    /// <summary>Finds the endpoint of a request, in what is mounted first.</summary>
    private int? TryMatch(Exchange exchange, RouteMethods method, ref RouteMethods allowed)
    {
        foreach (var mount in _mounts)
        {
            if (mount.IsPrefixOf(exchange.Segments))
            {
                exchange.MountedSegments += mount.Depth;
                if (mount.Table.TryMatch(exchange, method, ref allowed) is { } mounted)
                {
                    return mounted;
                }

                exchange.MountedSegments -= mount.Depth;
            }
        }

        var probe = new RouteProbe(exchange.Segments, method);
        var endpoint = Match(ref probe);
        if (endpoint == NoEndpoint)
        {
            allowed |= probe.Allowed;
            return null;
        }

        exchange.Endpoint = endpoint;
        exchange.Table = this;
        return endpoint;
    }

    /// <summary>The table whose fallback takes a request that no route takes; null if there is none.</summary>
    private RouteTable? FallbackTable(Exchange exchange)
    {
        foreach (var mount in _mounts)
        {
            if (mount.IsPrefixOf(exchange.Segments))
            {
                exchange.MountedSegments += mount.Depth;
                if (mount.Table.FallbackTable(exchange) is { } table)
                {
                    return table;
                }

                exchange.MountedSegments -= mount.Depth;
            }
        }

        return Fallback == NoEndpoint ? null : this;
    }

    private ExchangeStep Unmatched(Exchange exchange, RouteMethods method, RouteMethods allowed)
    {
        if (allowed == RouteMethods.None && FallbackTable(exchange) is { } table)
        {
            return table.Choose(table.Fallback, exchange);
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
