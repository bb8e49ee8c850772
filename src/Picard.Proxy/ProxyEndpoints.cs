using Picard.Gen;

namespace Picard.Proxy;

/// <summary>A proxy as the one endpoint that it is. Emitted inside the proxy's class.</summary>
/// <param name="gateway">Where its requests go.</param>
public abstract class ProxyEndpoints(ProxyGateway gateway) : HandlerEndpoints
{
    private readonly IdlePool<ProxyTransforms> _pool = new();

    /// <summary>The middleware of the proxy; null if there is none.</summary>
    protected virtual MiddlewareStack? Middleware => null;

    /// <inheritdoc/>
    public sealed override ExchangeStep Invoke(int endpoint, Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        if (Middleware is { } middleware && !exchange.TryEnter(middleware, out var step))
        {
            return step;
        }

        Describe(exchange);
        return gateway.Gateway.Forward(exchange, _pool.Rent() ?? CreateForPool());
    }

    /// <summary>Says of an exchange what is known before its first event: the name for logs, the limit of its content.</summary>
    /// <param name="exchange">The exchange.</param>
    protected abstract void Describe(Exchange exchange);

    /// <summary>Creates what has a say in one exchange after the other; null: nothing has.</summary>
    protected virtual ProxyTransforms? CreateTransforms() => null;

    /// <summary>Makes what the first exchange needs, so that what is not there, and an option that cannot be kept, fails at start.</summary>
    protected void Prepare()
    {
        _ = gateway.Gateway;
        if (CreateForPool() is { } first)
        {
            _pool.Return(first);
        }
    }

    private ProxyTransforms? CreateForPool()
    {
        var transforms = CreateTransforms();
        if (transforms is not null)
        {
            transforms.Pool = _pool;
        }

        return transforms;
    }
}
