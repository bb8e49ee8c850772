namespace Picard;

/// <summary>Finds out whether something that the application needs is there, such as its database.</summary>
public interface IHealthCheck
{
    /// <summary>What it looks at, such as <c>database</c>. Unique among the checks of an application.</summary>
    string Name { get; }

    /// <summary>Looks. It is called by one thread at a time.</summary>
    /// <param name="cancellationToken">Cancelled when <see cref="HealthOptions.Timeout"/> is over. A check that goes on nevertheless counts as failed until it ends.</param>
    /// <returns>What it has found. An exception says that it is not there, and is logged.</returns>
    ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken);
}
