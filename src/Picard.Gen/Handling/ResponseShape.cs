namespace Picard.Gen;

/// <summary>The head of a response before it is written.</summary>
internal readonly record struct ResponseShape
{
    public required StatusCode Status { get; init; }

    public required ConnectionOption Connection { get; init; }

    /// <summary>Whether the content is sent: not for HEAD, 204 and 304.</summary>
    public required bool SendsContent { get; init; }

    /// <summary>The content would be changed on its way out, if it were sent: how long it would be then is not known (HEAD).</summary>
    public bool HasUnknownLength { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The field Location, checked before; null: none.</summary>
    public string? Location { get; init; }

    public ResponseFields? Fields { get; init; }

    /// <summary>What middleware adds; null: nothing.</summary>
    public ResponseFields? Added { get; init; }

    /// <summary>What follows the content, which then goes out in chunks; null where there is none, or it cannot be sent.</summary>
    public ResponseFields? Trailers { get; init; }

    public RouteMethods Allow { get; init; }
}
