using Xunit.Sdk;

namespace Picard.Transport.Tests;

/// <summary>The state machine of one direction, in every order that its steps can come: each run picks the next step at random, from a seed.</summary>
public sealed class OperationStateTests
{
    [Fact]
    public void Park_AfterASignalThatCameSinceTheLook_IsRefused()
    {
        var state = default(OperationState);
        var seen = state.Look();
        Assert.False(state.Signal());
        Assert.Equal(ParkOutcome.LookAgain, state.TryPark(seen));
        Assert.Equal(ParkOutcome.Parked, state.TryPark(state.Look()));
    }

    [Fact]
    public void ParkedOperation_IsClaimedOnce()
    {
        var state = default(OperationState);
        state.TryPark(state.Look());
        Assert.True(state.Signal());
        Assert.False(state.Signal());
        Assert.False(state.Interrupt());
        Assert.False(state.Cancel());
        Assert.False(state.Close());
        state.Finish();
        Assert.True(state.IsClosed);
    }

    [Fact]
    public void Cancel_IsStickyOnlyIfNothingWaits()
    {
        var state = default(OperationState);
        state.TryPark(state.Look());
        Assert.True(state.Cancel());
        state.Finish();
        Assert.False(state.TakeCancel());
        Assert.False(state.Cancel());
        Assert.Equal(ParkOutcome.LookAgain, state.TryPark(state.Look()));
        Assert.True(state.TakeCancel());
        Assert.False(state.TakeCancel());
        Assert.Equal(ParkOutcome.Parked, state.TryPark(state.Look()));
    }

    [Fact]
    public void Interrupt_LeavesNoTrace()
    {
        var state = default(OperationState);
        Assert.False(state.Interrupt());
        Assert.Equal(ParkOutcome.Parked, state.TryPark(state.Look()));
        Assert.True(state.Interrupt());
    }

    [Fact]
    public void RandomInterleavings_LoseNoByteAndNoCancellation()
    {
        for (var seed = 0; seed < 20_000; seed++) { new Interleaving(seed).Run(); }
    }

    [Fact]
    public async Task RealThreads_LoseNoByteAndNoCancellation()
    {
        const int Rounds = 50_000;
        var shared = new Shared();
        var sending = Task.Run(() =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                Interlocked.Increment(ref shared.Bytes);
                if (shared.State.Signal()) { shared.Proceed(); }
            }
        });
        var received = 0;
        while (received < Rounds)
        {
            await shared.ReadAsync().WaitAsync(TimeSpan.FromSeconds(30));
            received += Interlocked.Exchange(ref shared.Bytes, 0);
        }

        await sending;
        Assert.Equal(Rounds, received);
    }

    /// <summary>A reader over a counter of bytes, as small as the machine allows.</summary>
    private sealed class Shared
    {
        public OperationState State;
        public int Bytes;
        private TaskCompletionSource? _waiting;

        public Task ReadAsync()
        {
            while (true)
            {
                var seen = State.Look();
                if (Volatile.Read(ref Bytes) > 0) { return Task.CompletedTask; }
                var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting = waiting;
                if (State.TryPark(seen) == ParkOutcome.Parked) { return waiting.Task; }
            }
        }

        public void Proceed()
        {
            var waiting = _waiting!;
            State.Finish();
            waiting.SetResult();
        }
    }

    /// <summary>One reader, one sender, one canceller and one closer, each a list of atomic steps; a seed chooses who steps next.</summary>
    private sealed class Interleaving(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<IEnumerator<int>> _actors = [];
        private OperationState _state;
        private int _bytesThere;
        private int _bytesSent;
        private int _bytesRead;
        private int _cancelsAsked;
        private int _cancelsSeen;
        private int _claims;
        private bool _isWaiting;
        private bool _isClosed;

        public void Run()
        {
            var sends = _random.Next(1, 5);
            _actors.Add(Reader());
            _actors.Add(Sender(sends));
            _actors.Add(Canceller(_random.Next(3)));
            if (_random.Next(4) == 0) { _actors.Add(Closer()); }
            for (var steps = 0; _actors.Count > 0; steps++)
            {
                if (steps > 10_000) { throw new XunitException($"Seed {seed}: nobody comes to an end."); }
                var actor = _actors[_random.Next(_actors.Count)];
                if (!actor.MoveNext()) { _actors.Remove(actor); }
                else if (_actors.Count == 1 && _isWaiting) { break; }
            }

            // Whoever still waits may wait only because there truly is nothing.
            Assert.True(_claims is 0, $"Seed {seed}: a claim was never finished.");
            if (_isClosed) { return; }
            Assert.True(_bytesRead == _bytesSent, $"Seed {seed}: {_bytesSent - _bytesRead} bytes are there and the reader sleeps.");
            Assert.True(_cancelsSeen <= _cancelsAsked && (_cancelsAsked == 0 || _cancelsSeen > 0), $"Seed {seed}: a cancellation was lost.");
        }

        private IEnumerator<int> Reader()
        {
            while (true)
            {
                var seen = _state.Look();
                yield return 0;
                if (_state.IsClosed) { yield break; }
                if (_state.TakeCancel()) { _cancelsSeen++; }
                yield return 1;
                var bytes = _bytesThere;
                _bytesThere = 0;
                _bytesRead += bytes;
                yield return 2;
                if (bytes > 0) { continue; }
                _isWaiting = true;
                if (_state.TryPark(seen) == ParkOutcome.LookAgain)
                {
                    _isWaiting = false;
                    continue;
                }

                while (_isWaiting) { yield return 3; }
            }
        }

        private IEnumerator<int> Sender(int sends)
        {
            for (var i = 0; i < sends; i++)
            {
                _bytesThere++;
                _bytesSent++;
                yield return 0;
                var claimed = _state.Signal();
                if (claimed) { _claims++; }
                yield return 1;

                // The claimer looks, finds that the reader has taken the bytes before, and parks the operation again; or ends it.
                while (claimed)
                {
                    Assert.Equal(1, _claims);
                    var seen = _state.Look();
                    yield return 2;
                    if (_bytesThere > 0 || _state.IsInterrupted) { claimed = End(); }
                    else if (_state.TryPark(seen) == ParkOutcome.Parked)
                    {
                        _claims--;
                        claimed = false;
                    }

                    yield return 3;
                }
            }
        }

        private IEnumerator<int> Canceller(int cancels)
        {
            for (var i = 0; i < cancels; i++)
            {
                _cancelsAsked++;
                var claimed = _state.Cancel();
                if (claimed) { _claims++; }
                yield return 0;
                if (!claimed) { continue; }
                _cancelsSeen++;
                End();
                yield return 1;
            }
        }

        private IEnumerator<int> Closer()
        {
            yield return 0;
            _isClosed = true;
            var claimed = _state.Close();
            if (claimed) { _claims++; }
            yield return 1;
            if (claimed) { End(); }
        }

        private bool End()
        {
            Assert.Equal(1, _claims);
            _claims--;
            _state.Finish();
            _isWaiting = false;
            return false;
        }
    }
}
