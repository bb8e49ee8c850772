namespace Picard.Transport;

/// <summary>Says when accepting pauses and when it goes on: one line each, however often descriptors run out and come back in between.</summary>
/// <remarks>Used by one thread at a time.</remarks>
internal sealed class AcceptLog(Action<string>? log, TimeProvider time)
{
    // Descriptors that come back one by one are taken at once, so that accepting pauses after each. Only when they last for this long is it over.
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(1);

    private bool _isPaused;
    private long _lastPause;

    /// <summary>Nothing can be accepted now.</summary>
    public void Paused(TransportException why)
    {
        _lastPause = time.GetTimestamp();
        if (_isPaused) { return; }
        _isPaused = true;
        log?.Invoke($"Accepting connections pauses: {why.Message}");
    }

    /// <summary>A connection was accepted.</summary>
    public void Accepted()
    {
        if (!_isPaused || time.GetElapsedTime(_lastPause) < s_calm) { return; }
        _isPaused = false;
        log?.Invoke("Accepting connections again.");
    }
}
