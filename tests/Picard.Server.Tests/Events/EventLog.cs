namespace Picard.Server.Tests;

/// <summary>What the events of a test's handlers were, in order.</summary>
public sealed class EventLog
{
    // A real deadline, so that a test that would wait for ever fails instead. It never decides an outcome.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<string> _events = [];
    private readonly List<(string Event, TaskCompletionSource Seen)> _awaited = [];

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

    public void Add(string text)
    {
        List<TaskCompletionSource> seen;
        lock (_gate)
        {
            _events.Add(text);
            seen = [.. _awaited.Where(a => a.Event == text).Select(static a => a.Seen)];
            _awaited.RemoveAll(a => a.Event == text);
        }

        seen.ForEach(static s => s.TrySetResult());
    }

    /// <summary>Completes when there has been an event.</summary>
    public Task SeenAsync(string text)
    {
        lock (_gate)
        {
            if (_events.Contains(text))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, seen));
            return seen.Task.WaitAsync(s_patience);
        }
    }
}
