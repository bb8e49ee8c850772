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
            throw new ArgumentException($"HealthOptions.LivePath and HealthOptions.ReadyPath are both '{LivePath}'.", nameof(LivePath));
        }

        if (Checks is null || Readiness is null || TimeProvider is null)
        {
            throw new ArgumentException($"HealthOptions.{(Checks is null ? nameof(Checks) : Readiness is null ? nameof(Readiness) : nameof(TimeProvider))} is null.", nameof(Checks));
        }

        if (Checks.Count > MaxChecks || Checks.Any(static c => string.IsNullOrEmpty(c?.Name)) || Checks.DistinctBy(static c => c.Name, StringComparer.Ordinal).Count() < Checks.Count)
        {
            throw new ArgumentException($"HealthOptions.Checks has at most {MaxChecks} checks, each with a name of its own.", nameof(Checks));
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException($"HealthOptions.Timeout is {Timeout}: it must be more than zero and at most one minute.", nameof(Timeout));
        }

        if (MaxAge < TimeSpan.Zero || MaxAge > TimeSpan.FromMinutes(1) || !Enum.IsDefined(Detail))
        {
            throw new ArgumentException($"HealthOptions.MaxAge is {MaxAge}: it must be from zero to one minute; or HealthOptions.Detail has no value {Detail}.", nameof(MaxAge));
        }

        return new HealthProbe(this);
    }

    private static void CheckPath(string path, string option)
    {
        if (path is not ['/', ..] || path.AsSpan().ContainsAny(" ?#%*") || !Ascii.IsValid(path))
        {
            throw new ArgumentException($"HealthOptions.{option} is '{path}': it must be a path, octet by octet as clients send it, that begins with '/'.", option);
        }
    }
}
