namespace Picard.Server.Tests;

/// <summary>Counts the scopes that are begun and that have ended, which each takes a while.</summary>
internal sealed class TestScopes : IServiceScopes
{
    private int _begun;
    private int _ended;

    public int Begun => Volatile.Read(ref _begun);

    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Thrown at the end of every scope.</summary>
    public Exception? Fault { get; set; }

    public bool HasService(Type serviceType) => true;

    public object? GetService(Type serviceType) => null;

    public IServiceProvider BeginScope() => new Scope(this, Interlocked.Increment(ref _begun));

    private sealed class Scope(TestScopes all, int number) : IServiceProvider, IAsyncDisposable
    {
        public object? GetService(Type serviceType) => null;

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            Interlocked.Increment(ref all._ended);
            if (all.Fault is { } fault)
            {
                throw fault;
            }
        }

        public override string ToString() => $"scope {number}, {all.Ended} ended";
    }
}
