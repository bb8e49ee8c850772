using System.Text;

namespace Picard;

/// <summary>What <see cref="Health"/> answers, and what it looks at.</summary>
/// <remarks>Checked once, at start: an <see cref="ArgumentException"/> names the option that is wrong.</remarks>
public sealed class HealthOptions
{
    // Limit: all of them run at once.
    private const int MaxChecks = 64;

    private HealthProbe? _probe;

    /// <summary>The path that says whether the process is alive: 200 as long as it answers at all. No check runs for it, since a restart mends no database.</summary>
    public string LivePath { get; init; } = "/health/live";

    /// <summary>The path that says whether requests are welcome: 200, or 503 while a check fails, <see cref="Readiness"/> is off or the server stops.</summary>
    public string ReadyPath { get; init; } = "/health/ready";

    /// <summary>What is looked at, all at once; at most 64. None by default.</summary>
    public IReadOnlyList<IHealthCheck> Checks { get; init; } = [];

    /// <summary>How long a check may take. Five seconds by default: less than the ten that orchestrators wait at most.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a result is good for others who ask. One second by default, so that a flood of questions is no flood of checks.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the answer has beside its status; nothing by default.</summary>
    public HealthDetail Detail { get; init; } = HealthDetail.StatusOnly;

    /// <summary>The application's own word on whether it wants requests.</summary>
    public Readiness Readiness { get; init; } = new();

    /// <summary>The clock; by default that of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal byte[] LivePathOctets => field ??= Encoding.ASCII.GetBytes(LivePath);

    internal byte[] ReadyPathOctets => field ??= Encoding.ASCII.GetBytes(ReadyPath);

    internal HealthProbe Probe => LazyInitializer.EnsureInitialized(ref _probe, CreateProbe);

    private HealthProbe CreateProbe()
    {
        CheckPath(LivePath, nameof(LivePath));
        CheckPath(ReadyPath, nameof(ReadyPath));
        if (LivePath == ReadyPath)
        {
            throw OptionCheck.Wrong("HealthOptions.ReadyPath", $"'{ReadyPath}', and so is HealthOptions.LivePath");
        }

        OptionCheck.NotNull(Readiness, "HealthOptions.Readiness");
        OptionCheck.NotNull(TimeProvider, "HealthOptions.TimeProvider");
        OptionCheck.Between(Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), "HealthOptions.Timeout");
        OptionCheck.Between(MaxAge, TimeSpan.Zero, TimeSpan.FromMinutes(1), "HealthOptions.MaxAge");
        OptionCheck.Defined(Detail, "HealthOptions.Detail");
        CheckChecks();
        return new HealthProbe(this);
    }

    private void CheckChecks()
    {
        OptionCheck.NotNull(Checks, "HealthOptions.Checks");
        OptionCheck.Between(Checks.Count, 0, MaxChecks, "HealthOptions.Checks.Count");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var check in Checks)
        {
            if (string.IsNullOrEmpty(check?.Name) || !names.Add(check.Name))
            {
                throw new OptionException($"HealthOptions.Checks has '{check?.Name}' twice, or a check without a name.");
            }
        }
    }

    private static void CheckPath(string path, string option)
    {
        if (path is not ['/', ..] || path.AsSpan().ContainsAny(" ?#%*") || !Ascii.IsValid(path))
        {
            throw OptionCheck.Wrong($"HealthOptions.{option}", $"'{path}': it must be a path as clients send it, which begins with '/'");
        }
    }
}
