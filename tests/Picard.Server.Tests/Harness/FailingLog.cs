using Microsoft.Extensions.Logging;

namespace Picard.Server.Tests;

/// <summary>A log of the user's that throws an exception when a request is refused.</summary>
internal sealed class FailingLog(Exception exception) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? logged, Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.Debug)
        {
            throw exception;
        }
    }

    public void Dispose()
    {
    }
}
