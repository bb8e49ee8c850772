namespace Picard.Gen;

/// <summary>What became of a parameter.</summary>
internal enum BindOutcome
{
    Bound,

    /// <summary>The request has no value for it.</summary>
    Missing,

    /// <summary>The request has several values where one is expected.</summary>
    Repeated,

    /// <summary>A percent-encoding is broken, or the octets are not UTF-8.</summary>
    Malformed,

    /// <summary>The text is not a value of the parameter's type.</summary>
    Invalid,
}
