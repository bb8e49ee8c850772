namespace Picard.Gen;

/// <summary>What an exchange with middleware needs beyond others. Made when a connection first needs it, and used for one exchange after another.</summary>
internal sealed class MiddlewareRecord
{
    /// <summary>The fields that middleware adds.</summary>
    public ResponseFields Added { get; } = new();

    /// <summary>What it leaves for handlers. A few at most, so a list is searched faster than a table.</summary>
    public List<KeyValuePair<Type, object>> Items { get; } = [];

    /// <summary>The response under way, as the handler made it.</summary>
    public ResponseShape Outgoing { get; set; }

    /// <summary>The length of its content in octets; null if it is not known.</summary>
    public long? OutgoingLength { get; set; }

    public ContentTransform? Transform { get; set; }

    /// <summary>Whole content after its transform.</summary>
    public TransformedContent Transformed { get; } = new();

    /// <summary>Middleware has seen the head.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>A response event has failed: the answer that says so is not shown to any.</summary>
    public bool IsSilenced { get; set; }

    /// <summary>When the exchange began, by the clock of the server.</summary>
    public long Began { get; set; }

    /// <summary>Forgets the exchange.</summary>
    public void Clear()
    {
        Added.Clear();
        Items.Clear();
        Outgoing = default;
        OutgoingLength = null;
        Transform?.Release();
        Transform = null;
        Transformed.Release();
        IsAnnounced = false;
        IsSilenced = false;
    }
}
