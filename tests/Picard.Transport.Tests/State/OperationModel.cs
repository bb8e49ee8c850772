namespace Picard.Transport.Tests;

/// <summary>One reader and the actors around it, each a list of atomic steps. Who steps next is chosen from outside; what must hold is asserted after each step and at the end.</summary>
/// <remarks>The reader is <c>SlabReader</c> without buffers: look, take what is there, park. Only its first read has a token.</remarks>
internal sealed class OperationModel
{
    // Limit: a run that takes longer goes round in circles.
    private const int MaxSteps = 2_000;

    private readonly List<Actor> _actors = [];
    private readonly Func<int, int> _choose;
    private OperationState _state;
    private int _read = 1;
    private int _bytesThere;
    private int _bytesSent;
    private int _bytesRead;
    private int _cancelsAsked;
    private int _cancelsSeen;
    private int _claims;
    private bool _isAsleep;
    private bool _isParkedAwake;
    private bool _isTokenCancelled;
    private bool _isRegistered;
    private bool _isClosed;

    public OperationModel(Acts acts, Func<int, int> choose)
    {
        _choose = choose;
        _actors.Add(new Actor(Reader(), IsReader: true));
        if (acts.HasFlag(Acts.Send)) { _actors.Add(new Actor(Sender(bytes: 1))); }
        if (acts.HasFlag(Acts.SendAgain)) { _actors.Add(new Actor(Sender(bytes: 1))); }
        if (acts.HasFlag(Acts.Nudge)) { _actors.Add(new Actor(Sender(bytes: 0))); }
        if (acts.HasFlag(Acts.Cancel)) { _actors.Add(new Actor(Canceller())); }
        if (acts.HasFlag(Acts.CancelToken)) { _actors.Add(new Actor(TokenCanceller())); }
        if (acts.HasFlag(Acts.Close)) { _actors.Add(new Actor(Closer())); }
    }

    public void Run()
    {
        for (var steps = 0; ; steps++)
        {
            Assert.True(steps < MaxSteps, "Nobody comes to an end.");
            var ready = _actors.FindAll(actor => !actor.IsReader || !_isAsleep);
            if (ready.Count == 0) { break; }
            var actor = ready[ready.Count == 1 ? 0 : _choose(ready.Count)];
            if (!actor.Steps.MoveNext()) { _actors.Remove(actor); }
            Assert.InRange(_claims, 0, 1);
        }

        AssertNothingIsLost();
    }

    // Whoever still sleeps may sleep only because there truly is nothing.
    private void AssertNothingIsLost()
    {
        Assert.True(_claims == 0, "A claim was never finished.");
        Assert.True(_isClosed || _isAsleep, "The reader is neither asleep nor told of the end.");
        Assert.False(_isClosed && _isAsleep, "The connection is closed and the reader sleeps.");
        if (_isClosed) { return; }
        Assert.True(_bytesRead == _bytesSent, $"{_bytesSent - _bytesRead} bytes are there and the reader sleeps.");
        Assert.True(_cancelsSeen == _cancelsAsked, $"Of {_cancelsAsked} cancellations {_cancelsSeen} were seen.");
        Assert.False(_isTokenCancelled && _isRegistered, "The token of the waiting read is cancelled and the reader sleeps.");
    }

    private IEnumerator<int> Reader()
    {
        while (true)
        {
            var seen = _state.Look();
            yield return 0;
            if (_state.IsClosed) { yield break; }
            if (_state.TakeCancel())
            {
                _cancelsSeen++;
                _read++;
                continue;
            }

            yield return 1;
            if (TakeBytes())
            {
                _read++;
                continue;
            }

            yield return 2;
            if (_read == 1 && _isTokenCancelled)
            {
                _read++;
                continue;
            }

            _isAsleep = true;
            if (_state.TryPark(seen) == ParkOutcome.LookAgain)
            {
                _isAsleep = false;
                continue;
            }

            if (_read == 1)
            {
                // Registering is a step of its own, which a sleeper could not take: so the reader stays awake until then, as its thread does.
                _isAsleep = false;
                _isParkedAwake = true;
                yield return 3;
                _isRegistered = _isParkedAwake;
                if (_isRegistered && _isTokenCancelled && _state.Withdraw()) { End(byToken: true, isClaimed: false); }
                _isAsleep = _isParkedAwake;
                _isParkedAwake = false;
            }

            yield return 4;

            // The end of the operation has woken the reader; taking its result unregisters the token.
            _isRegistered = false;
            _read++;
        }
    }

    private IEnumerator<int> Sender(int bytes)
    {
        _bytesThere += bytes;
        _bytesSent += bytes;
        yield return 0;
        if (!_state.Signal()) { yield break; }
        _claims++;
        yield return 1;

        // The claimer looks, finds that the reader has taken the bytes before, and parks the operation again; or ends it.
        while (true)
        {
            var seen = _state.Look();
            yield return 2;
            if (_bytesThere > 0 || _state.IsInterrupted)
            {
                End(byToken: false);
                yield break;
            }

            yield return 3;
            if (_state.IsWithdrawn)
            {
                End(byToken: true);
                yield break;
            }

            yield return 4;
            if (_state.TryPark(seen) == ParkOutcome.Parked)
            {
                _claims--;
                yield break;
            }
        }
    }

    private IEnumerator<int> Canceller()
    {
        _cancelsAsked++;
        if (!_state.Cancel()) { yield break; }
        _claims++;
        yield return 0;
        _cancelsSeen++;
        End(byToken: false);
    }

    private IEnumerator<int> TokenCanceller()
    {
        _isTokenCancelled = true;
        yield return 0;

        // A read that is over has unregistered, and unregistering waits for a callback that runs: so these two are one step.
        if (!_isRegistered || !_state.Withdraw()) { yield break; }
        _claims++;
        yield return 1;
        End(byToken: true);
    }

    private IEnumerator<int> Closer()
    {
        _isClosed = true;
        if (!_state.Close()) { yield break; }
        _claims++;
        yield return 0;
        End(byToken: false);
    }

    private bool TakeBytes()
    {
        var bytes = _bytesThere;
        _bytesThere = 0;
        _bytesRead += bytes;
        return bytes > 0;
    }

    private void End(bool byToken, bool isClaimed = true)
    {
        Assert.True(!byToken || (_read == 1 && _isTokenCancelled), "A read was ended by a token that is not its own.");
        if (isClaimed) { _claims--; }
        _state.Finish();
        _isAsleep = false;
        _isParkedAwake = false;
    }

    private sealed record Actor(IEnumerator<int> Steps, bool IsReader = false);
}
