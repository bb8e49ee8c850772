namespace Picard.Benchmarks;

/// <summary>What a client does again and again.</summary>
internal static class ClientScenario
{
    public const int SmallBytes = 1024;
    public const int LargeBytes = 1024 * 1024;

    /// <summary>Every scenario.</summary>
    public static IReadOnlyList<string> Names { get; } = ["get", "response", "json", "post", "download", "upload"];

    /// <summary>One request of a scenario.</summary>
    public static Func<ValueTask> Of(string name, ClientPeer peer) => name switch
    {
        "get" => peer.GetAsync,
        "response" => peer.ResponseAsync,
        "json" => peer.JsonAsync,
        "post" => peer.PostAsync,
        "download" => peer.DownloadAsync,
        "upload" => peer.UploadAsync,
        _ => throw new UsageException($"There is no scenario '{name}'; known are {string.Join(", ", Names)}."),
    };
}
