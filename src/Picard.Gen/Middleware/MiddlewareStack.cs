namespace Picard.Gen;

/// <summary>The middleware of an application or a handler. Each exchange takes a chain from here, with a state of its own.</summary>
/// <param name="create">Makes a chain.</param>
public sealed class MiddlewareStack(Func<MiddlewareChain> create)
{
    // The first is made at once, so that a service that is missing fails at start.
    private readonly IdlePool<MiddlewareChain> _idle = new(create());

    internal MiddlewareChain Rent()
    {
        var chain = _idle.Rent() ?? create();
        chain.Stack = this;
        return chain;
    }

    internal void Return(MiddlewareChain chain) => _idle.Return(chain);
}
