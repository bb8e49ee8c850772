namespace Picard.Http.Fuzz;

/// <summary>A property does not hold for an input.</summary>
public sealed class FuzzException : Exception
{
    /// <summary>Says which property and how.</summary>
    public FuzzException(string message)
        : base(message)
    {
    }

    /// <summary>Says what was thrown.</summary>
    public FuzzException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Says nothing.</summary>
    public FuzzException()
    {
    }
}
