using Microsoft.Extensions.Logging;

namespace Picard;

/// <summary>Where <see cref="AccessLog"/> writes, and how.</summary>
public sealed class AccessLogOptions
{
    /// <summary>Where lines of text go. Default: null; and where <see cref="Logger"/> is null too, standard output, since that is what a container collects.</summary>
    /// <remarks>Whoever makes it disposes it, after the server has stopped.</remarks>
    public AccessLogWriter? Writer { get; init; }

    /// <summary>Where records with named properties go, at Information, such as <c>loggers.CreateLogger("Picard.AccessLog")</c>. Default: null.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The form of lines of text. Default: combined, which has what a log is mostly asked for.</summary>
    public AccessLogFormat Format { get; init; }

    /// <summary>The most octets of a line that each of the request target, Referer and User-Agent may take, once escaped; what is cut ends in <c>...</c>.
    /// Default: 2,048, which is more than an honest one has; a client could fill the log with 32 KiB for each request otherwise.</summary>
    public int MaxValueBytes { get; init; } = 2048;
}
