using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Picard.Client.Tests;

/// <summary>Writes down the events that it gets, and does in each what the test says.</summary>
[ResponseHandler]
internal sealed partial class Recorder
{
    private readonly ConcurrentQueue<string> _events = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();
    private int _underWay;

    /// <summary>What an event does beside writing itself down.</summary>
    public Func<string, Upstream, Flow> Does { get; init; } = static (_, _) => Flow.Ready;

    public string Events => string.Join(' ', _events);

    public Signal Signal { get; private set; }

    public Upstream Server => Upstream;

    /// <summary>Completes once an event has come.</summary>
    public Task Of(string name) => _awaited.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    [OnResponse]
    private Flow Begin(in ResponseHead response)
    {
        Signal = Upstream.Signal;
        return Note($"response:{response.Status.Code}");
    }

    [OnContent]
    private Flow Chunk(ReadOnlySequence<byte> content) => Note($"content:{Encoding.UTF8.GetString(content)}");

    [OnTrailers]
    private void Trailers(FieldSection trailers) => Note($"trailers:{trailers.GetText("x-sum")}");

    [OnEnd]
    private void End() => Note("end");

    [OnSignal]
    private void Signalled() => Note("signal");

    [OnDone]
    private void Done() => Note("done");

    [OnAbort]
    private void Abort(Exception fault) => Note(fault is RequestException request ? $"abort:{request.Fault}" : $"abort:{fault.GetType().Name}");

    private Flow Note(string what)
    {
        Assert.Equal(1, Interlocked.Increment(ref _underWay));
        _events.Enqueue(what);
        try
        {
            return Does(what, Upstream);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
            _ = _awaited.GetOrAdd(what, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
