namespace Picard;

/// <summary>What <see cref="ExceptionPage"/> shows.</summary>
public sealed class ExceptionPageOptions
{
    /// <summary>Whether exceptions are shown. Default: hidden, so that a program that was put into production as it was developed shows nothing unless somebody has said so.</summary>
    public ExceptionDetails Details { get; init; }
}
