namespace Picard.Http;

/// <summary>What a request expects before it sends its content (RFC 9110 §10.1.1).</summary>
public enum Expectation : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A 100 (Continue) or a final response.</summary>
    Continue,
}
