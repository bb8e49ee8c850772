namespace Picard.Http.Fuzz;

/// <summary>Who speaks in a transcript.</summary>
public enum TranscriptKind
{
    /// <summary>A client sends requests; we read them.</summary>
    Request,

    /// <summary>A server sends responses; we read them.</summary>
    Response,

    /// <summary>We write.</summary>
    Writing,
}
