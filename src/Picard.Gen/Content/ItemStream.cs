using System.Runtime.CompilerServices;

namespace Picard.Gen;

/// <summary>Sends items that come one after the other as the content of a response: in step with the client, or as its <see cref="SlowConsumerPolicy"/> says.</summary>
internal static class ItemStream
{
    // Up to here an item is copied behind those before it, so that many small ones go out together.
    private const int MaxCopiedBytes = 8 * 1024;

    // Limit: of what a producer that never waits makes before others on its thread have their turn. What the relay's sender takes at once.
    private const int TurnBytes = 64 * 1024;

    /// <summary>Answers 200 with items, or 404 if there is no sequence of them. For HEAD the head is sent and nothing is enumerated.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="items">The items.</param>
    /// <param name="format">How each is written.</param>
    public static ExchangeStep Send<T>(Exchange exchange, IAsyncEnumerable<T>? items, IItemFormat<T> format)
    {
        if (items is null)
        {
            return exchange.RespondProblem(StatusCode.NotFound);
        }

        if (exchange.TakesTurns && exchange.ExpectsContinue)
        {
            // After the head of the response nothing else could tell the client to send what the items are made of.
            exchange.Continue();
        }

        exchange.ContentType ??= format.ContentType;
        exchange.StreamResponse();
        var content = new ContentWriter(exchange);
        format.SetFields(content.Fields);
        content.Begin(StatusCode.Ok);
        if (exchange.Method == Method.Head)
        {
            return exchange.RespondNothing();
        }

        // One wait at a time: a method that reads content cannot have its items sent meanwhile, so the client paces it whatever the policy.
        var sending = Answer.Of(exchange.SlowConsumer is { Drop: not Drop.None } policy && !exchange.TakesTurns
            ? RelayAsync(new ItemRelay(policy, content, exchange.Connection), items, format, exchange.Aborted)
            : PaceAsync(exchange, content, items, format, exchange.Aborted));
        return sending.IsCompleted ? Complete(exchange, sending) : exchange.Await(sending, static (exchange, sending) => Complete(exchange, sending));
    }

    /// <summary>The client sets the pace.</summary>
    private static async ValueTask PaceAsync<T>(Exchange exchange, ContentWriter content, IAsyncEnumerable<T> items, IItemFormat<T> format, CancellationToken aborted)
    {
        var enumerator = items.GetAsyncEnumerator(aborted);
        await using (enumerator.ConfigureAwait(false))
        {
            while (true)
            {
                // One wait at a time: while the method may wait for content, what it has sent goes out before; otherwise while it waits for something else.
                var takesTurns = exchange.TakesTurns;
                if (takesTurns && await content.FlushAsync().ConfigureAwait(false) == Flow.Closed)
                {
                    return;
                }

                var next = enumerator.MoveNextAsync();
                if (!takesTurns && !next.IsCompleted && await content.FlushAsync().ConfigureAwait(false) == Flow.Closed)
                {
                    // Nothing more reaches the client; the enumerator was told by its token.
                    _ = await next.ConfigureAwait(false);
                    return;
                }

                if (!await next.ConfigureAwait(false) || await WriteAsync(content, enumerator.Current, format).ConfigureAwait(false) == Flow.Closed)
                {
                    return;
                }
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Flow> WriteAsync<T>(ContentWriter content, T item, IItemFormat<T> format)
    {
        var octets = JsonContent.Rent();
        try
        {
            format.Write(octets, item);
            if (octets.Written.Length > MaxCopiedBytes)
            {
                return await content.WriteAsync(octets.Written).ConfigureAwait(false);
            }

            var flow = content.Write(octets.Written.Span);
            return flow == Flow.Paused ? await content.FlushAsync().ConfigureAwait(false) : flow;
        }
        finally
        {
            octets.Return();
        }
    }

    /// <summary>The producer sets the pace.</summary>
    private static async ValueTask RelayAsync<T>(ItemRelay relay, IAsyncEnumerable<T> items, IItemFormat<T> format, CancellationToken aborted)
    {
        var sending = relay.SendAsync();
        try
        {
            var enumerator = items.GetAsyncEnumerator(aborted);
            await using (enumerator.ConfigureAwait(false))
            {
                await ProduceAsync(relay, enumerator, format).ConfigureAwait(false);
            }

            relay.End();
        }
        catch
        {
            // A part of the items must not look like all of them: the exchange fails, and what still waits is of no use.
            relay.Close();
            await sending.ConfigureAwait(false);
            throw;
        }

        await sending.ConfigureAwait(false);
    }

    private static async ValueTask ProduceAsync<T>(ItemRelay relay, IAsyncEnumerator<T> items, IItemFormat<T> format)
    {
        var turnBytes = 0;
        while (true)
        {
            var next = items.MoveNextAsync();
            if (!next.IsCompleted)
            {
                turnBytes = 0;
                relay.Wake();
            }

            if (!await next.ConfigureAwait(false) || relay.IsClosed)
            {
                return;
            }

            turnBytes += Add(relay, items.Current, format);
            if (turnBytes >= TurnBytes)
            {
                // It does not wait for the client; but its thread is a loop, with clients that must get what they wait for, this one among them.
                turnBytes = 0;
                relay.Wake();
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
        }
    }

    /// <returns>The octets of the item.</returns>
    private static int Add<T>(ItemRelay relay, T item, IItemFormat<T> format)
    {
        var octets = JsonContent.Rent();
        try
        {
            format.Write(octets, item);
            relay.Add(octets.Written.Span);
            return octets.Written.Length;
        }
        finally
        {
            octets.Return();
        }
    }

    private static ExchangeStep Complete(Exchange exchange, Completion sending)
    {
        sending.Take();
        return exchange.RespondNothing();
    }
}
