namespace Picard.Middleware.Tests;

[Application, Use<Health>]
public partial class HealthApplication;

[Handler(Application = typeof(HealthApplication))]
public partial class Healthy
{
    [Get("/")] private static string Get() => "in";
}

/// <summary>A check that does what a test says.</summary>
public sealed class SaidCheck(string name, Func<CancellationToken, ValueTask<HealthResult>> check) : IHealthCheck
{
    private int _calls;

    public string Name => name;

    public int Calls => Volatile.Read(ref _calls);

    public ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return check(cancellationToken);
    }
}
