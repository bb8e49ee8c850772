using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Picard.Server.Tests;

/// <summary>Keeps what the server logs.</summary>
internal sealed class MemoryLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text, Exception? Exception)> _lines = new();

    public IEnumerable<(LogLevel Level, string Text, Exception? Exception)> From(LogLevel level) => _lines.Where(line => line.Level >= level);

    /// <summary>The log of answered requests, which is a category of its own; null, as at first: it is off.</summary>
    public MemoryLog? Requests { get; init; }

    public ILogger CreateLogger(string categoryName) => categoryName == "Picard.Server.Requests" ? Requests ?? (ILogger)NullLogger.Instance : this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, formatter(state, exception), exception));

    public void Dispose()
    {
    }
}
