using Microsoft.Extensions.Logging;

namespace Picard;

/// <summary>What health checks log, in the category <c>Picard.Health</c>.</summary>
internal static partial class HealthEvents
{
    public const string Category = "Picard.Health";

    [LoggerMessage(1, LogLevel.Warning, "The health check '{Check}' has failed.")]
    public static partial void CheckFailed(ILogger log, Exception exception, string check);
}
