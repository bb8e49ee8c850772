namespace Picard.Gen;

/// <summary>An event handler as the one endpoint that it is. Emitted inside the handler's class.</summary>
public abstract class MachineEndpoints : HandlerEndpoints
{
    private readonly IdlePool<ExchangeMachine> _pool = new();

    /// <summary>The middleware of the handler; null if there is none.</summary>
    protected virtual MiddlewareStack? Middleware => null;

    /// <inheritdoc/>
    public sealed override ExchangeStep Invoke(int endpoint, Exchange exchange)
    {
        if (Middleware is { } middleware && !exchange.TryEnter(middleware, out var step))
        {
            return step;
        }

        Describe(exchange);
        return exchange.Run(_pool.Rent() ?? CreateForPool());
    }

    /// <summary>Says of an exchange what is known before its first event: the name for logs, the media type, the limit of its content.</summary>
    /// <param name="exchange">The exchange.</param>
    protected abstract void Describe(Exchange exchange);

    /// <summary>Creates a machine with a handler of its own.</summary>
    protected abstract ExchangeMachine CreateMachine();

    /// <summary>Makes the first machine, so that what it needs and is not there fails at start.</summary>
    protected void Prepare() => _pool.Return(CreateForPool());

    private ExchangeMachine CreateForPool()
    {
        var machine = CreateMachine();
        machine.Pool = _pool;
        return machine;
    }
}
