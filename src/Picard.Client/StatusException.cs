using Picard.Client;

namespace Picard;

/// <summary>A response came, and its status is not one that the caller has asked for.</summary>
public sealed class StatusException : Exception
{
    internal StatusException(Origin origin, Method method, string path, StatusCode status, Problem? problem)
        : base(problem?.Detail is { } detail ? $"{origin} answered {method} {path} with {status}: {detail}" : $"{origin} answered {method} {path} with {status}.")
    {
        Status = status;
        Problem = problem;
    }

    /// <summary>The status.</summary>
    public StatusCode Status { get; }

    /// <summary>What the server says about it, if it does so in problem details (RFC 9457).</summary>
    public Problem? Problem { get; }
}
