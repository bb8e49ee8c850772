using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Picard.Server.Tests;

/// <summary>Items of a test's feed, with each policy for clients that read too slowly.</summary>
[Handler, SlowConsumer(Drop.Oldest, MaxBytes = MaxBytes)]
public partial class SlowConsumers(EventLog log)
{
    /// <summary>Ten items of <see cref="SlowConsumerTests.ItemBytes"/>, each with its length.</summary>
    public const int MaxBytes = 10 * (SlowConsumerTests.ItemBytes + 4);

    /// <summary>Two large items, and half of one.</summary>
    public const int LargeMaxBytes = 100_000;

    [Get("/feed/oldest")]
    private IAsyncEnumerable<string> Oldest() => log.Items;

    [Get("/feed/newest"), SlowConsumer(Drop.Newest, MaxBytes = MaxBytes)]
    private IAsyncEnumerable<string> Newest() => log.Items;

    [Get("/feed/connection"), SlowConsumer(Drop.Connection, MaxBytes = MaxBytes)]
    private ValueTask<IAsyncEnumerable<string>> Connection() => new(log.Items);

    [Get("/feed/none"), SlowConsumer(Drop.None)]
    private IAsyncEnumerable<string> None() => log.Items;

    [Get("/feed/large"), SlowConsumer(Drop.Oldest, MaxBytes = LargeMaxBytes)]
    private IAsyncEnumerable<string> Large() => log.Items;

    [Get("/feed/events"), SlowConsumer(Drop.Oldest, MaxBytes = MaxBytes)]
    private async IAsyncEnumerable<SseItem<string>> Events([EnumeratorCancellation] CancellationToken aborted = default)
    {
        await foreach (var item in log.Items.WithCancellation(aborted).ConfigureAwait(false))
        {
            yield return new SseItem<string>(item);
        }
    }

    /// <summary>A producer that never waits.</summary>
    [Get("/feed/flood"), SlowConsumer(Drop.Oldest, MaxBytes = 256 * 1024)]
    private async IAsyncEnumerable<string> Flood()
    {
        await Task.CompletedTask;
        for (var i = 0; i < 20_000; i++)
        {
            yield return SlowConsumerTests.Item(i);
        }
    }
}
