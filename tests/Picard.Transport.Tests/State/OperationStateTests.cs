using System.Reflection;

namespace Picard.Transport.Tests;

/// <summary>The state machine of one direction, step by step, and under real threads. <see cref="OperationInterleavingTests"/> has the orders in which its steps can come.</summary>
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
        Assert.False(state.Withdraw());
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
    public void Withdraw_OfAnIdleDirection_LeavesNoTrace()
    {
        var state = default(OperationState);
        Assert.False(state.Withdraw());
        Assert.False(state.IsWithdrawn);
        Assert.Equal(ParkOutcome.Parked, state.TryPark(state.Look()));
        Assert.True(state.Withdraw());
    }

    [Fact]
    public void Withdraw_OfAClaimedOperation_IsRememberedUntilItIsFinished()
    {
        var state = default(OperationState);
        state.TryPark(state.Look());
        state.Signal();
        Assert.False(state.Withdraw());
        Assert.True(state.IsWithdrawn);
        Assert.Equal(ParkOutcome.LookAgain, state.TryPark(state.Look()));
        state.Finish();
        Assert.False(state.IsWithdrawn);
        Assert.Equal(ParkOutcome.Parked, state.TryPark(state.Look()));
    }

    [Fact]
    public void Count_ThatWrapsRound_LeavesPhaseAndRequestsAlone()
    {
        // 2^27 signals would take seconds: the count starts at its end instead.
        object boxed = default(OperationState);
        typeof(OperationState).GetField("_word", BindingFlags.NonPublic | BindingFlags.Instance)!.SetValue(boxed, ~0b1_1111u);
        var state = (OperationState)boxed;
        state.Cancel();
        Assert.NotEqual(0u, state.Look());
        Assert.False(state.Signal());
        Assert.Equal(0u, state.Look());
        Assert.True(state.TakeCancel());
        Assert.False(state.IsInterrupted || state.IsClosed || state.IsWithdrawn);
        Assert.Equal(ParkOutcome.Parked, state.TryPark(state.Look()));
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
}
