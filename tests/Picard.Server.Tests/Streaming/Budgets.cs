using System.Buffers;

namespace Picard.Server.Tests;

/// <summary>Methods whose worst case a test drives.</summary>
[Handler]
public partial class Budgets(EventLog log)
{
    public const int MaxBytes = 100_000;

    [Post("/budget/collected"), MaxContent(100_000)]
    private static string Collected(ReadOnlyMemory<byte> content) => $"{content.Length}";

    [Post("/budget/default")]
    private static string Default(ReadOnlySequence<byte> content) => $"{content.Length}";

    [Post("/budget/unlimited"), MaxContent(MaxContent.Unlimited)]
    private static string Unlimited(ReadOnlyMemory<byte> content) => $"{content.Length}";

    [Post("/budget/named"), MaxContent(MaxBytes)]
    private static string Named(ReadOnlyMemory<byte> content) => $"{content.Length}";

    [Get("/budget/items"), SlowConsumer(Drop.Oldest, MaxBytes = 1)]
    private IAsyncEnumerable<string> Items() => log.Items;

    [Get("/budget/offloaded"), Offload]
    private static string Offloaded() => "";
}
