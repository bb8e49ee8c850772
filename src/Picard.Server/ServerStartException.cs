namespace Picard;

/// <summary>The server could not start: an address is in use, not permitted or not understood. The message is one line for the person who started it.</summary>
public sealed class ServerStartException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ServerStartException()
    {
    }

    /// <summary>Creates the exception with its one line of text.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public ServerStartException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its one line of text and its cause.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What the system said.</param>
    public ServerStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
