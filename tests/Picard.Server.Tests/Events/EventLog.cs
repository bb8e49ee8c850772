namespace Picard.Server.Tests;

/// <summary>What the events of a test's handlers were, in order, and what a test has them do.</summary>
public sealed class EventLog
{
    // A real deadline, so that a test that would wait for ever fails instead. It never decides an outcome.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<string> _events = [];
    private readonly List<(string Event, TaskCompletionSource Seen)> _awaited = [];
    private int _instances;

    /// <summary>All events so far, in one line.</summary>
    public string All
    {
        get
        {
            lock (_gate)
            {
                return string.Join(' ', _events);
            }
        }
    }

    /// <summary>Of the exchange that came last.</summary>
    public Signal Signal { get; set; }

    /// <summary>What handlers of items send.</summary>
    public ItemFeed Feed { get; } = new();

    /// <summary>The same, as a handler returns it.</summary>
    public IAsyncEnumerable<string> Items => Feed;

    /// <summary>What asynchronous events wait for.</summary>
    public TaskCompletionSource Gate { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the request event of <see cref="Sends"/> does.</summary>
    public Func<Downstream, ValueTask> Script { get; set; } = static _ => default;

    public Func<Downstream, ValueTask> Resumed { get; set; } = static _ => default;

    public Action<Downstream> Signalled { get; set; } = static _ => { };

    public Action<Downstream> Timed { get; set; } = static _ => { };

    public Action<Downstream> Finished { get; set; } = static _ => { };

    public void Add(string text)
    {
        List<TaskCompletionSource> seen;
        lock (_gate)
        {
            _events.Add(text);
            seen = [.. _awaited.Where(a => text.StartsWith(a.Event, StringComparison.Ordinal)).Select(static a => a.Seen)];
            _awaited.RemoveAll(a => text.StartsWith(a.Event, StringComparison.Ordinal));
        }

        seen.ForEach(static s => s.TrySetResult());
    }

    /// <summary>Another handler is created.</summary>
    /// <returns>Its number, from 1.</returns>
    public int CountInstance() => Interlocked.Increment(ref _instances);

    /// <summary>How many events begin with a text.</summary>
    public int Count(string text)
    {
        lock (_gate)
        {
            return _events.Count(e => e.StartsWith(text, StringComparison.Ordinal));
        }
    }

    /// <summary>Completes when there has been an event that begins with a text.</summary>
    public Task SeenAsync(string text)
    {
        lock (_gate)
        {
            if (_events.Exists(e => e.StartsWith(text, StringComparison.Ordinal)))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, seen));
            return seen.Task.WaitAsync(s_patience);
        }
    }
}
