using System.Diagnostics;

namespace Picard.Proxy;

/// <summary>Whether a destination is in or out because of what exchanges with it came to. Changed under the gate of its set; times are milliseconds of the set's clock.</summary>
/// <remarks>
/// <code>
///          failures                       TryProbe
///    In ─────────────▶ Out ───────────────────────────────▶ Probing
///     ▲                 │ ▲                                    │ │
///     └──── success ────┘ └───────── failure: twice as long ───┘ │
///     └────────────────────────── success ───────────────────────┘
/// </code>
/// Invariant: only exchanges that began after the last change to Out have a say. What was under way when a destination broke may fail long afterwards, and would otherwise prolong what it says nothing about.
/// An exchange may begin while the destination is Out: all are used when most are out. Its success is as good as that of a probe; its failure is no news.
/// A probe that nobody ends is not waited for: after another reactivation time there is a further one.
/// </remarks>
internal sealed class OutlierDetection
{
    private State _state;
    private int _epoch;
    private int _consecutive;
    private long _runBegan;
    private long _windowBegan = long.MinValue / 2;
    private long _endedBefore;
    private long _failuresBefore;
    private long _outFor;
    private long _inSince;

    private enum State
    {
        In,
        Out,
        Probing,
    }

    public bool IsIn => _state == State.In;

    public bool IsProbing => _state == State.Probing;

    /// <summary>When a probe is due, unless it is in.</summary>
    public long ProbeDue { get; private set; }

    /// <summary>How often it was taken out; an exchange remembers it from its beginning. Read without the gate.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>Whether a success, or an exchange that says nothing, would change anything.</summary>
    public bool IsWatching => _state != State.In || _consecutive != 0;

    /// <summary>An exchange has failed.</summary>
    /// <param name="options">What takes a destination out.</param>
    /// <param name="epoch"><see cref="Epoch"/> when the exchange began.</param>
    /// <param name="now">The time.</param>
    /// <param name="ended">Exchanges that have ended, with this one.</param>
    /// <param name="failures">Those that have failed, with this one.</param>
    /// <returns>Whether it went out.</returns>
    public bool Fail(PassiveHealthOptions options, int epoch, long now, long ended, long failures)
    {
        if (epoch != _epoch)
        {
            return false;
        }

        switch (_state)
        {
            case State.In:
                if (!IsOutlier(options, now, ended, failures))
                {
                    return false;
                }

                // Who did not last for as long as it had been out has not recovered.
                var isRelapse = _outFor > 0 && now - _inSince < _outFor;
                GoOut(options, now, isRelapse ? _outFor * 2 : 0);
                return true;
            case State.Out:
                return false;
            case State.Probing:
                GoOut(options, now, _outFor * 2);
                return true;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>An exchange has succeeded.</summary>
    /// <returns>Whether it came in.</returns>
    public bool Succeed(int epoch, long now)
    {
        if (epoch != _epoch)
        {
            return false;
        }

        _consecutive = 0;
        if (_state == State.In)
        {
            return false;
        }

        ComeIn(now);
        return true;
    }

    /// <summary>An exchange has ended that says nothing. If it was the probe, the next request is another.</summary>
    /// <returns>Whether a probe is due earlier now.</returns>
    public bool Ignore(int epoch, long now)
    {
        if (epoch != _epoch || _state != State.Probing)
        {
            return false;
        }

        (_state, ProbeDue) = (State.Out, now);
        return true;
    }

    /// <summary>Lets one request through, if that is due.</summary>
    public bool TryProbe(long now)
    {
        if (_state == State.In || now < ProbeDue)
        {
            return false;
        }

        (_state, ProbeDue) = (State.Probing, now + _outFor);
        return true;
    }

    /// <summary>Forgets what was: detection was turned off.</summary>
    public void Reset()
    {
        (_state, _consecutive, _outFor) = (State.In, 0, 0);
        Volatile.Write(ref _epoch, _epoch + 1);
    }

    private bool IsOutlier(PassiveHealthOptions options, long now, long ended, long failures)
    {
        var window = (long)options.Window.TotalMilliseconds;
        if (now - _windowBegan > window)
        {
            (_windowBegan, _endedBefore, _failuresBefore) = (now, ended - 1, failures - 1);
        }

        if (_consecutive == 0 || now - _runBegan > window)
        {
            (_consecutive, _runBegan) = (0, now);
        }

        _consecutive++;
        var endedIn = ended - _endedBefore;
        return _consecutive >= options.ConsecutiveFailures || (endedIn >= options.MinimumRequests && failures - _failuresBefore >= options.FailureRate * endedIn);
    }

    private void GoOut(PassiveHealthOptions options, long now, long outFor)
    {
        _outFor = Math.Clamp(outFor, (long)options.ReactivationTime.TotalMilliseconds, (long)options.MaxReactivationTime.TotalMilliseconds);
        (_state, ProbeDue) = (State.Out, now + _outFor);
        Volatile.Write(ref _epoch, _epoch + 1);
    }

    private void ComeIn(long now)
    {
        (_state, _inSince) = (State.In, now);

        // What failed before it went out does not count again.
        (_consecutive, _windowBegan) = (0, long.MinValue / 2);
    }
}
