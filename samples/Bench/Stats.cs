using Picard;

/// <summary>What this process has used so far.</summary>
[Handler]
public partial class Stats
{
    /// <summary>The server that answers.</summary>
    internal static PicardServer? Server { get; set; }

    [Get("/stats")]
    Usage Read() => new(
        GC.GetTotalAllocatedBytes(precise: true),
        Server?.Requests ?? 0,
        GC.CollectionCount(0),
        GC.CollectionCount(1),
        GC.CollectionCount(2),
        Environment.WorkingSet);
}
