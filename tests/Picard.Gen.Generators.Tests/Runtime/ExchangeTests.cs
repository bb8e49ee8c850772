using Picard.Gen.Generators.Tests.CompiledHandlers;

namespace Picard.Gen.Generators.Tests;

public sealed class ExchangeTests
{
    private readonly ExchangeHarness _harness = ExchangeHarness.For<ResultsApplication>();

    [Theory] // Seed EP-02
    [InlineData("/suspended?code=202", 202)]
    [InlineData("/suspended/nothing", 204)]
    [InlineData("/suspended/task", 200)]
    public async Task Handler_ThatSuspends_AnswersWhenItCompletes(string target, int status)
    {
        _harness.Begin("GET " + target);
        Assert.Equal(ExchangeStep.AwaitHandler, _harness.Step());
        var completion = _harness.Exchange.HandlerCompletion();
        Assert.False(completion.IsCompleted);
        Assert.False(_harness.Exchange.HasResponded);
        Gate.Instance.Open();
        await completion;
        Assert.Equal(status, _harness.Finish().Status);
    }

    [Fact]
    public async Task Handler_ThatCompletesWhileTheDriverWaits_ResumesIt()
    {
        _harness.Begin("GET /suspended/task");
        _ = _harness.Step();
        var driver = Drive();
        Assert.False(driver.IsCompleted);
        Gate.Instance.Open();
        Assert.Equal("/suspended/task", (await driver).Content);

        async Task<ReceivedResponse> Drive()
        {
            await _harness.Exchange.HandlerCompletion();
            return _harness.Finish();
        }
    }

    [Fact]
    public async Task Fault_OfASuspendedHandler_ReachesTheDriver()
    {
        _harness.Begin("GET /suspended/fault");
        _ = _harness.Step();
        Gate.Instance.Open();
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidDataException>(async () => await _harness.Exchange.HandlerCompletion())).Message);
        Assert.False(_harness.Exchange.HasResponded);
    }

    [Fact]
    public void Fault_OfAHandler_ReachesTheDriver()
    {
        _harness.Begin("GET /fault");
        Assert.Equal("mine", Assert.Throws<InvalidDataException>(() => _harness.Handle()).Message);
    }

    [Fact]
    public async Task Completion_ThatIsAwaitedTwice_IsRefused()
    {
        _harness.Begin("GET /suspended/nothing");
        _ = _harness.Step();
        var completion = _harness.Exchange.HandlerCompletion();
        Gate.Instance.Open();
        await completion;
#pragma warning disable CA2012 // The second use is what is tested.
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await completion);
#pragma warning restore CA2012
    }

    [Fact]
    public async Task Result_OfAnExchangeThatHasEnded_GoesNowhere()
    {
        _harness.Begin("GET /suspended/nothing");
        _ = _harness.Step();
        var completion = _harness.Exchange.HandlerCompletion();
        _harness.Exchange.End();
        Gate.Instance.Open();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await completion);
        Assert.Equal(0, _harness.Output.Length);
    }

    [Fact]
    public async Task Abort_CancelsTheTokenAndSilencesTheAnswer()
    {
        _harness.Begin("GET /suspended?code=200");
        _ = _harness.Step();
        var aborted = _harness.Exchange.Aborted;
        _harness.Exchange.Abort(_harness.Exchange.Generation);
        Assert.True(aborted.IsCancellationRequested);
        Gate.Instance.Open();
        await _harness.Exchange.HandlerCompletion();
        Assert.Equal(0, _harness.Output.Length);
        Assert.False(_harness.Exchange.HasResponded);
        Assert.False(_harness.Exchange.Persists);
        _harness.Exchange.End();

        // The next exchange has a token of its own.
        _harness.Begin("GET /text?v=a");
        Assert.False(_harness.Exchange.Aborted.IsCancellationRequested);
    }

    [Fact]
    public void Abort_BeforeTheTokenIsAskedFor_CancelsIt()
    {
        _harness.Begin("GET /text?v=a");
        _harness.Exchange.Abort(_harness.Exchange.Generation);
        Assert.True(_harness.Exchange.Aborted.IsCancellationRequested);
    }

    // What ends a handler comes from other threads, and may come late.
    [Fact]
    public void Abort_OfAnExchangeThatHasEnded_LeavesTheNextAlone()
    {
        _harness.Begin("GET /text?v=a");
        var first = _harness.Exchange.Generation;
        _ = _harness.Handle();
        Assert.Equal("a", _harness.Finish().Content);
        _harness.Begin("GET /text?v=b");
        var aborted = _harness.Exchange.Aborted;
        _harness.Exchange.Abort(first);
        Assert.False(aborted.IsCancellationRequested);
        Assert.False(_harness.Exchange.IsAborted);
        _ = _harness.Handle();
        Assert.Equal("b", _harness.Finish().Content);
    }

    [Fact]
    public void Response_ThatIsTheSecond_IsRefused()
    {
        _harness.Begin("GET /text?v=a");
        _ = _harness.Handle();
        Assert.Contains("answered exactly once", Assert.Throws<InvalidOperationException>(() => _harness.Exchange.Respond("b")).Message, StringComparison.Ordinal);
        Assert.Equal("a", _harness.Finish().Content);
    }

    [Fact]
    public void Request_AfterItsExchange_IsRefused()
    {
        _harness.Begin("GET /keep");
        _ = _harness.Handle();
        Assert.Equal("/keep", Results.Kept.Target);
        _ = _harness.Finish();
        Assert.Contains("has ended", Assert.Throws<InvalidOperationException>(() => Results.Kept.Target).Message, StringComparison.Ordinal);

        // Nor does it become a handle of the next exchange.
        _harness.Begin("GET /text?v=a");
        Assert.Throws<InvalidOperationException>(() => Results.Kept.Method);
        Assert.Throws<InvalidOperationException>(() => default(Request).Method);
    }

    [Theory]
    [InlineData("GET /constant/body")]
    [InlineData("GET /nothing")]
    [InlineData("GET /status?code=200")]
    [InlineData("GET /text/null")]
    [InlineData("GET /status/task")]
    [InlineData("GET /suspended?code=200")]
    [InlineData("GET /suspended/nothing")]
    [InlineData("GET /suspend%65d/nothing")]
    [InlineData("OPTIONS /text")]
    [InlineData("DELETE /text")]
    [InlineData("GET /nowhere")]
    public void Exchange_InSteadyState_AllocatesNothing(string request)
    {
        var head = System.Text.Encoding.ASCII.GetBytes(request + " HTTP/1.1\r\nHost: example\r\n\r\n");
        Run(head, 2_000);

        // The least of a few runs: what the runtime allocates on this thread while it recompiles code is not ours, and does not happen each time.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated(head)));
    }

    private void Run(byte[] head, int exchanges)
    {
        for (var i = 0; i < exchanges; i++)
        {
            _harness.Begin(head);
            if (_harness.Step() == ExchangeStep.AwaitHandler)
            {
                var completion = _harness.Exchange.HandlerCompletion();
                Gate.Instance.Open();
                Assert.True(completion.IsCompletedSuccessfully);
                if (completion.IsCompletedSuccessfully)
                {
                    completion.GetAwaiter().GetResult();
                }
            }

            _harness.Exchange.End();
        }
    }

    private long Allocated(byte[] head)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(head, 1_000);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
