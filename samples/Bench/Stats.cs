using Picard;

/// <summary>What this process has used so far.</summary>
[Handler]
public partial class Stats
{
    /// <summary>The server that answers.</summary>
    internal static PicardServer? Server { get; set; }

    [Get("/stats"), ContentType("application/json")]
    ReadOnlyMemory<byte> Read()
    {
        var allocatedBytes = GC.GetTotalAllocatedBytes(precise: true);
        var json = JsonAnswer.Begin();
        json.WriteStartObject();
        json.WriteNumber("allocatedBytes"u8, allocatedBytes);
        json.WriteNumber("requests"u8, Server?.Requests ?? 0);
        json.WriteNumber("gen0"u8, GC.CollectionCount(0));
        json.WriteNumber("gen1"u8, GC.CollectionCount(1));
        json.WriteNumber("gen2"u8, GC.CollectionCount(2));
        json.WriteNumber("workingSet"u8, Environment.WorkingSet);
        json.WriteEndObject();
        return JsonAnswer.End();
    }
}
