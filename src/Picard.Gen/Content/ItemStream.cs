namespace Picard.Gen;

/// <summary>Sends items that come one after the other as the content of a response.</summary>
internal static class ItemStream
{
    /// <summary>Answers 200 with items, or 404 if there is no sequence of them. For HEAD the head is sent and nothing is enumerated.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="items">The items.</param>
    /// <param name="contentType">What they are sent as, unless the user's method says otherwise.</param>
    /// <param name="fields">Adds fields to the response, or null.</param>
    /// <param name="pump">Writes the items until there are no more, or the client is gone.</param>
    public static ExchangeStep Send<T>(
        Exchange exchange, IAsyncEnumerable<T>? items, string contentType, Action<ResponseFields>? fields, Func<ContentWriter, IAsyncEnumerator<T>, ValueTask> pump)
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

        exchange.ContentType ??= contentType;
        exchange.StreamResponse();
        var content = new ContentWriter(exchange);
        fields?.Invoke(content.Fields);
        content.Begin(StatusCode.Ok);
        if (exchange.Method == Method.Head)
        {
            return exchange.RespondNothing();
        }

        var sending = Answer.Of(SendAsync(content, items, pump, exchange.Aborted));
        return sending.IsCompleted ? Complete(exchange, sending) : exchange.Await(sending, static (exchange, sending) => Complete(exchange, sending));
    }

    private static async ValueTask SendAsync<T>(
        ContentWriter content, IAsyncEnumerable<T> items, Func<ContentWriter, IAsyncEnumerator<T>, ValueTask> pump, CancellationToken aborted)
    {
        var enumerator = items.GetAsyncEnumerator(aborted);
        await using (enumerator.ConfigureAwait(false))
        {
            await pump(content, enumerator).ConfigureAwait(false);
        }
    }

    private static ExchangeStep Complete(Exchange exchange, Completion sending)
    {
        sending.Take();
        return exchange.RespondNothing();
    }
}
