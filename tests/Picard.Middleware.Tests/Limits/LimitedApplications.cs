namespace Picard.Middleware.Tests;

/// <summary>Holds exchanges until a test lets them go.</summary>
public sealed class Hold
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Released => _released.Task;

    public void Release() => _released.SetResult();
}

[Application, Use<RateLimit>]
public partial class RateLimitedApplication;

[Application, Use<ForwardedFields>, Use<RateLimit>]
public partial class ProxiedRateLimitedApplication;

[Application, Use<ConcurrencyLimit>]
public partial class ConcurrencyLimitedApplication;

[Handler(Application = typeof(RateLimitedApplication))]
public partial class RateLimited
{
    [Get("/")] private static string Get() => "in";
}

[Handler(Application = typeof(ProxiedRateLimitedApplication))]
public partial class ProxiedRateLimited
{
    [Get("/")] private static string Get() => "in";
}

[Handler(Application = typeof(ConcurrencyLimitedApplication))]
public partial class ConcurrencyLimited(Hold hold)
{
    [Get("/")] private static string Get() => "in";
    [Get("/held")] private async ValueTask<string> Held() { await hold.Released; return "held"; }
    [Get("/fails")] private static string Fail() => throw new InvalidTimeZoneException("broken");
}
