using Microsoft.Extensions.Logging;

namespace Picard.Server;

/// <summary>The log of a server that was given none: one line for each message with the exception below, on the standard error stream.</summary>
internal sealed class ConsoleLog(Func<TextWriter> output, TimeProvider time, LogLevel least) : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Give ServerOptions.LoggerFactory a factory of your own to add providers to it.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var line = $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Word(logLevel)} {formatter(state, exception)}";
        lock (_gate)
        {
            try
            {
                // Asked for when there is something to say: to open the stream takes a while, and most starts have nothing to say.
                var stream = output();
                stream.WriteLine(line);
                if (exception is not null)
                {
                    stream.WriteLine(exception);
                }
            }
            catch (IOException)
            {
                // To open the stream takes a descriptor, and one thing to be said is that there are none left. A line that is lost must not take a loop with it.
            }
        }
    }

    public void Dispose()
    {
        // The stream is the process's own.
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
