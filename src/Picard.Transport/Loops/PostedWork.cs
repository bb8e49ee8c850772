namespace Picard.Transport;

/// <summary>Work for a loop from any thread. Two arrays change places, so that nothing is allocated once they have grown.</summary>
/// <param name="endDispatch">Called after each piece of work.</param>
internal sealed class PostedWork(Action endDispatch)
{
    private readonly Lock _lock = new();
    private (Action<object?> Action, object? State)[] _adding = new (Action<object?>, object?)[16];
    private (Action<object?> Action, object? State)[] _running = new (Action<object?>, object?)[16];
    private int _count;
    private bool _isClosed;

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    /// <returns>False if nothing will run any more.</returns>
    public bool TryAdd(Action<object?> action, object? state)
    {
        lock (_lock)
        {
            if (_isClosed) { return false; }
            if (_count == _adding.Length) { Array.Resize(ref _adding, _count * 2); }
            _adding[_count] = (action, state);
            Volatile.Write(ref _count, _count + 1);
            return true;
        }
    }

    /// <summary>Runs what is there now; what is added meanwhile is for the next turn.</summary>
    public void RunAll()
    {
        if (IsEmpty) { return; }
        int count;
        lock (_lock)
        {
            (_adding, _running) = (_running, _adding);
            count = _count;
            Volatile.Write(ref _count, 0);
        }

        for (var i = 0; i < count; i++)
        {
            var (action, state) = _running[i];
            _running[i] = default;
            action(state);
            endDispatch();
        }
    }

    /// <returns>False once there was nothing to run: from then on nothing is taken.</returns>
    public bool RunAllOrClose()
    {
        lock (_lock) { _isClosed = _count == 0; }
        RunAll();
        return !_isClosed;
    }
}
