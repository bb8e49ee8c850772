namespace Picard.Http;

/// <summary>How far a <see cref="HeadParser"/> has come with the current head.</summary>
internal struct HeadProgress
{
    /// <summary>What is expected next.</summary>
    public HeadPhase Phase;

    public bool HasSkippedEmptyLine;

    /// <summary>2 after an empty line that is still in the input.</summary>
    public int HeadStart;

    /// <summary>Octets of the start line that have been looked at.</summary>
    public int Scan;

    /// <summary>Octets of the input that have been looked at.</summary>
    public int SeenBytes;

    /// <summary>The end of the complete head.</summary>
    public int End;

    public FieldSectionParser Fields;

    public ProtocolViolation Violation;
}
