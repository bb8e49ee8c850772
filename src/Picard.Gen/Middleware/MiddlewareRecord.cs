namespace Picard.Gen;

/// <summary>What an exchange with middleware needs beyond others. Made when a connection first needs it, and used for one exchange after another.</summary>
internal sealed class MiddlewareRecord
{
    private readonly List<ResponseField> _kept = [];

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

    /// <summary>Text as octets, where something sees or changes them.</summary>
    public TransformedContent Text { get; } = new();

    /// <summary>A response event has failed: the answer that says so is not shown to any.</summary>
    public bool IsSilenced { get; set; }

    /// <summary>When the exchange began, by the clock of the server.</summary>
    public long Began { get; set; }

    /// <summary>Remembers what was added before the response events.</summary>
    public void KeepAdded()
    {
        _kept.Clear();
        Added.CopyTo(_kept);
    }

    /// <summary>Takes back what the response events have done.</summary>
    public void DropChanges()
    {
        Added.Restore(_kept);
        Transform?.Release();
        Transform = null;
    }

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
        Text.Release();
        IsSilenced = false;
    }
}
