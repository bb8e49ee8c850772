namespace Picard.Http;

/// <summary>What a <see cref="MultipartDecoder"/> has found.</summary>
public enum MultipartStatus : byte
{
    /// <summary>Nothing wrong so far, and all input is consumed; call again with more octets.</summary>
    NeedMore,

    /// <summary>The head of a part is complete.</summary>
    PartHead,

    /// <summary>A run of octets of the part's content.</summary>
    Content,

    /// <summary>The content of the part is complete.</summary>
    PartEnd,

    /// <summary>The content as a whole is complete.</summary>
    Complete,

    /// <summary>A rule is broken: the violation says which. The decoder stays in this state.</summary>
    Violation,
}
