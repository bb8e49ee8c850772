using System.Runtime.CompilerServices;
using Picard.Gen;

namespace Picard.Server.Tests;

/// <summary>Methods whose state is used again behave as any other asynchronous method.</summary>
public sealed class PooledMethodBuilderTests
{
    private static readonly AsyncLocal<string> s_local = new();

    [Fact]
    public async Task Result_ThatIsThereAtOnce_IsGiven()
    {
        var method = AddAsync(Task.FromResult(1), 2);
        Assert.True(method.IsCompletedSuccessfully);
        Assert.Equal(3, await method);
    }

    [Fact]
    public async Task Result_AfterAWait_IsGiven()
    {
        for (var i = 0; i < 3; i++)
        {
            var source = new TaskCompletionSource<int>();
            var method = AddAsync(source.Task, i);
            Assert.False(method.IsCompleted);
            source.SetResult(1);
            Assert.Equal(1 + i, await method);
        }
    }

    [Fact]
    public async Task Methods_ThatWaitAtOnce_KeepTheirOwnState()
    {
        var sources = Enumerable.Range(0, 500).Select(static _ => new TaskCompletionSource<int>()).ToArray();
        var methods = sources.Select(static (source, i) => AddAsync(source.Task, i).AsTask()).ToArray();
        await Parallel.ForAsync(0, sources.Length, (i, _) =>
        {
            sources[i].SetResult(1000);
            return default;
        });
        Assert.Equal(Enumerable.Range(1000, 500), await Task.WhenAll(methods));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exception_IsThrownToWhoAwaits(bool isLate)
    {
        var source = new TaskCompletionSource<int>();
        if (!isLate)
        {
            source.SetException(new InvalidDataException("broken"));
        }

        var method = AddAsync(source.Task, 1);
        source.TrySetException(new InvalidDataException("broken"));
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidDataException>(async () => await method)).Message);
        Assert.Equal(3, await AddAsync(Task.FromResult(2), 1));
    }

    [Fact]
    public async Task Cancellation_IsCancelled()
    {
        var source = new TaskCompletionSource<int>();
        var method = AddAsync(source.Task, 1).AsTask();
        source.SetCanceled();
        await Assert.ThrowsAsync<TaskCanceledException>(() => method);
        Assert.True(method.IsCanceled);
    }

    [Fact]
    public async Task Method_WithoutAResult_EndsAfterItsWait()
    {
        var source = new TaskCompletionSource();
        var hasEnded = false;
        var method = RunAsync(source.Task, () => hasEnded = true);
        Assert.False(method.IsCompleted);
        source.SetResult();
        await method;
        Assert.True(hasEnded);
    }

    [Fact]
    public async Task ExecutionContext_IsThatOfTheCaller_OnWhicheverThreadTheMethodGoesOn()
    {
        var source = new TaskCompletionSource();
        string? seen = null;
        s_local.Value = "caller";
        var method = RunAsync(source.Task, () => seen = s_local.Value).AsTask();
        s_local.Value = "changed";
        var other = new Thread(source.SetResult);
        other.UnsafeStart();
        await method;
        Assert.Equal("caller", seen);
        Assert.Equal("changed", s_local.Value);
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private static async ValueTask<int> AddAsync(Task<int> first, int second)
    {
        var sum = await first.ConfigureAwait(false) + second;
        await Task.CompletedTask;
        return sum;
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private static async ValueTask RunAsync(Task first, Action then)
    {
        await first.ConfigureAwait(false);
        then();
    }
}
