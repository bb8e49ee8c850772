using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Picard.Server.Tests;

public sealed record Row(int Id, string Name);

/// <summary>Route handlers that stream, as users write them.</summary>
[Handler]
public partial class Streams(EventLog log)
{
    [Put("/blobs/{name}")]
    private async ValueTask<string> Put(string name, ContentReader content)
    {
        long length = 0;
        while (await content.ReadAsync() is { IsEmpty: false } octets)
        {
            length += octets.Length;
            log.Add($"piece:{octets.Length}");
        }

        return $"{name}: {length} of {content.Length}";
    }

    // Answers whatever happens to its content.
    [Put("/stubborn")]
    private async ValueTask<string> Stubborn(ContentReader content)
    {
        try
        {
            return await Put("stubborn", content);
        }
        catch (IOException lost)
        {
            return lost.Message;
        }
    }

    [Put("/limited"), MaxContent(10)]
    private async ValueTask<string> Limited(ContentReader content)
    {
        while (await content.ReadAsync() is { IsEmpty: false })
        {
        }

        return "all";
    }

    [Post("/mirror")]
    private async ValueTask Mirror(ContentReader content, ContentWriter writer)
    {
        writer.Fields.Set(KnownField.ContentType, "text/x-mirror");
        writer.Begin(StatusCode.Accepted, content.Length);
        while (await content.ReadAsync() is { IsEmpty: false } octets)
        {
            await writer.WriteAsync(octets);
        }
    }

    [Post("/upper")]
    private async Task Upper(ContentReader content, ContentWriter writer)
    {
        using var reader = new StreamReader(content.AsStream());
        var stream = writer.AsStream();
        await using var text = new StreamWriter(stream, leaveOpen: true);
        while (await reader.ReadLineAsync() is { } line)
        {
            await text.WriteLineAsync(line.ToUpperInvariant());
        }
    }

    [Get("/nothing")]
    private ValueTask Nothing(ContentWriter writer) => default;

    [Get("/broken")]
    private async ValueTask Broken(ContentWriter writer)
    {
        await writer.WriteAsync("half"u8.ToArray());
        throw new InvalidOperationException("broken in the middle");
    }

    [Get("/told")]
    private async ValueTask Told(ContentWriter writer, CancellationToken aborted)
    {
        log.Add("called");
        await log.Gate.Task;
        await writer.WriteAsync("told"u8.ToArray());
        log.Add("wrote");
        await Until.CancelledAsync(aborted);
        log.Add("aborted");
    }

    [Get("/megabytes/{n}")]
    private async ValueTask Megabytes(int n, ContentWriter writer)
    {
        var megabyte = new byte[1 << 20];
        for (var i = 0; i < n; i++)
        {
            if (await writer.WriteAsync(megabyte) == Flow.Closed)
            {
                log.Add("closed");
                return;
            }
        }
    }

    [Get("/rows")]
    private async IAsyncEnumerable<Row> Rows(int count, [EnumeratorCancellation] CancellationToken aborted)
    {
        for (var i = 0; i < count; i++)
        {
            if (i % 100 == 99)
            {
                await Task.Yield();
            }

            aborted.ThrowIfCancellationRequested();
            yield return new Row(i, "row");
        }

        log.Add("enumerated");
    }

    [Get("/feed/waits")]
    private IAsyncEnumerable<string> Feed() => log.Items;

    [Get("/later-rows")]
    private async Task<IAsyncEnumerable<Row>?> LaterRows(int count)
    {
        await Task.Yield();
        return count < 0 ? null : Rows(count, default);
    }

    [Get("/failing-rows")]
    private static async IAsyncEnumerable<Row> FailingRows()
    {
        yield return new Row(1, "one");
        await Task.Yield();
        throw new InvalidOperationException("broken between rows");
    }

    [Get("/events")]
    private static async IAsyncEnumerable<SseItem<Row>> Events()
    {
        yield return new SseItem<Row>(new Row(1, "one"), "row") { EventId = "7" };
        await Task.Yield();
        yield return new SseItem<Row>(new Row(2, "two"));
    }

    [Get("/texts")]
    private static async IAsyncEnumerable<SseItem<string>> Texts()
    {
        await Task.Yield();
        yield return new SseItem<string>("two\nlines");
    }
}
