namespace Picard.Server.Tests;

/// <summary>Route methods that run on the thread pool: each says which thread it had.</summary>
[Handler, Offload]
public partial class Offloads(EventLog log)
{
    [Get("/offloaded/{id:int}")]
    private string Plain(int id, CancellationToken aborted)
    {
        Note("plain");
        return $"{id} {aborted.CanBeCanceled}";
    }

    [Get("/offloaded/static")]
    private static string Static() => Environment.CurrentManagedThreadId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    [Get("/offloaded/nothing")]
    private void Nothing() => Note("nothing");

    [Post("/offloaded/later")]
    private async ValueTask<string> Later(Row row)
    {
        Note("before");
        await Task.Yield();
        return row.Name;
    }

    [Get("/offloaded/broken/{when}")]
    private async ValueTask<string> Broken(string when)
    {
        if (when == "later")
        {
            await Task.Yield();
        }

        throw new InvalidOperationException("broken on the pool");
    }

    [Get("/offloaded/thrown")]
    private string Thrown() => throw new InvalidOperationException("thrown on the pool");

    [Get("/offloaded/items")]
    private async IAsyncEnumerable<string> Items()
    {
        Note("items");
        yield return "one";
        await Task.Yield();
        yield return "two";
    }

    [Get("/offloaded/blocked")]
    private string Blocked(CancellationToken aborted)
    {
        log.Add("blocked");
        aborted.WaitHandle.WaitOne();
        log.Add("released");
        return "";
    }

    [Get("/offloaded/gate")]
    private string Gate()
    {
        log.Add("waiting");
        log.Gate.Task.GetAwaiter().GetResult();
        return "passed";
    }

    private void Note(string what) => log.Add($"{what}:{(Thread.CurrentThread.IsThreadPoolThread ? "pool" : "loop")}");
}

/// <summary>Events that run on the thread pool, and one that does not.</summary>
[Handler("POST /offloaded/events/{name}"), Offload]
public partial class OffloadedEvents(EventLog log)
{
    private int _bytes;

    [OnRequest]
    private void Begin(string name)
    {
        Note("request:" + name);
        Downstream.Begin(StatusCode.Ok);
    }

    [OnContent]
    private Flow Content(ReadOnlySpan<byte> octets)
    {
        Note("content");
        _bytes += octets.Length;
        return Downstream.Write(octets);
    }

    [OnEnd]
    private async ValueTask End()
    {
        await Task.Yield();
        Note("end");
        Downstream.Write($"{_bytes}");
        Downstream.Complete();
    }

    [OnAbort] private void Abort(AbortReason reason) => Note("abort:" + reason);

    [OnDone] private void Done() => Note("done");

    private void Note(string what) => log.Add($"{what}:{(Thread.CurrentThread.IsThreadPoolThread ? "pool" : "loop")}");
}

/// <summary>One event on the thread pool.</summary>
[Handler("POST /offloaded/event")]
public partial class OffloadedEvent(EventLog log)
{
    [OnRequest] private void Begin() => Note("request");

    [OnContent, Offload]
    private void Content(ReadOnlySpan<byte> octets)
    {
        Note("content");
        if (octets[0] == 'x')
        {
            throw new InvalidOperationException("broken on the pool");
        }
    }

    [OnEnd] private void End() => Downstream.Respond(StatusCode.Ok, "ended");

    [OnAbort] private void Abort(AbortReason reason) => log.Add("abort:" + reason);

    private void Note(string what) => log.Add($"{what}:{(Thread.CurrentThread.IsThreadPoolThread ? "pool" : "loop")}");
}
