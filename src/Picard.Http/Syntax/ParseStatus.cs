namespace Picard.Http;

/// <summary>What a parser or decoder has to say about the octets it was given.</summary>
public enum ParseStatus : byte
{
    /// <summary>Nothing wrong so far; call again with more octets.</summary>
    NeedMore,

    /// <summary>The element is complete.</summary>
    Complete,

    /// <summary>A rule is broken: the violation says which. The parser stays in this state until it is reset.</summary>
    Violation,
}
