namespace Picard.Http.Fuzz;

/// <summary>One case of a transcript file: a fact, what a peer sends, and what the parser says to it.</summary>
public sealed class Transcript
{
    /// <summary>The file's name without its folder.</summary>
    public required string File { get; init; }

    /// <summary>The fact, which is the heading.</summary>
    public required string Fact { get; init; }

    /// <summary>Who speaks.</summary>
    public required TranscriptKind Kind { get; init; }

    /// <summary>The methods of the requests that the responses answer, in order.</summary>
    public IReadOnlyList<Method> RequestMethods { get; init; } = [];

    /// <summary>What the peer sends, or what we write.</summary>
    public required byte[] Octets { get; init; }

    /// <summary>What happens after the last octet.</summary>
    public PeerEnd Ending { get; init; }

    /// <summary>The limits of this case.</summary>
    public required HttpLimits Limits { get; init; }

    /// <summary>Whether splitting a long input at a few offsets is enough.</summary>
    public bool FewSplits { get; init; }

    /// <summary>The lines of the events block, or of the calls block of a writing transcript.</summary>
    public required string Events { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{File}: {Fact}";
}
