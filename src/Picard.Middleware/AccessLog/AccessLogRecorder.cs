using Microsoft.Extensions.Logging;

namespace Picard;

/// <summary>Makes the records of an access log and hands them to where they go.</summary>
internal sealed class AccessLogRecorder
{
    // nginx's; no registered status says that nobody was there to get one.
    private const int ClientClosedRequest = 499;

    private const int MinValueBytes = 16;
    private const int MaxValueBytes = 32 * 1024;

    [ThreadStatic]
    private static byte[]? s_line;

    private readonly AccessLogOptions _options;
    private readonly AccessLogWriter? _writer;

    public AccessLogRecorder(AccessLogOptions options)
    {
        if (options.MaxValueBytes is < MinValueBytes or > MaxValueBytes)
        {
            throw new OptionException($"AccessLogOptions.MaxValueBytes is {options.MaxValueBytes:N0}: it is from {MinValueBytes} to {MaxValueBytes:N0}.");
        }

        _options = options;
        _writer = options.Writer ?? (options.Logger is null ? AccessLogWriter.StandardOutput : null);
    }

    /// <summary>What is meant where nothing is said.</summary>
    public static AccessLogOptions Defaults { get; } = new();

    public void Record(ExchangeSummary exchange)
    {
        var status = StatusOf(exchange);
        if (_writer is not null)
        {
            // Limit: three values, and what is of fixed length beside them. One array for each thread that ends exchanges, not for each exchange.
            var most = AccessLogLine.MostFixedBytes + (3 * _options.MaxValueBytes);
            var line = s_line is { } known && known.Length >= most ? known : s_line = new byte[most];
            _writer.Write(line.AsSpan(0, AccessLogLine.Write(line, exchange, status, _options)));
        }

        if (_options.Logger is { } logger && logger.IsEnabled(LogLevel.Information))
        {
            AccessLogEvents.Record(logger, exchange, status);
        }
    }

    private static int StatusOf(ExchangeSummary exchange) => exchange.Aborted switch
    {
        AbortReason.ClientGone => ClientClosedRequest,
        not null when exchange.Status == default => StatusCode.InternalServerError.Code,
        _ => exchange.Status.Code,
    };
}
