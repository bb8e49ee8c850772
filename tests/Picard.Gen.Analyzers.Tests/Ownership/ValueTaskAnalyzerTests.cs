namespace Picard.Gen.Analyzers.Tests;

/// <summary>A value task is consumed once.</summary>
public class ValueTaskAnalyzerTests
{
    [Theory]
    [InlineData("""
        async Task Vt()
        {
            var t = Get();
            await t;
            {|PIC3016:await t|};
        }
        """)]
    [InlineData("""
        async Task<int> VtResult()
        {
            var t = Get();
            var x = await t;
            return x + {|PIC3016:t.Result|};
        }
        """)]
    [InlineData("""
        async Task VtLoop()
        {
            var t = Get();
            for (var i = 0; i < 3; i++)
            {
                {|PIC3016:await t|};
            }
        }
        """)]
    [InlineData("""
        async Task VtTask()
        {
            var t = Get();
            var a = t.AsTask();
            var b = {|PIC3016:t.AsTask()|};
            await Task.WhenAll(a, b);
        }
        """)]
    [InlineData("""
        async Task VtParam(ValueTask<int> t)
        {
            await t.ConfigureAwait(false);
            {|PIC3016:await t.ConfigureAwait(false)|};
        }
        """)]
    public Task SecondConsumption_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PoolSource.With(member));

    [Theory]
    [InlineData("""
        async Task Vt()
        {
            var t = Get();
            await t;
            t = Get();
            await t;
        }
        """)]
    [InlineData("""
        async Task<int> VtFast()
        {
            var t = Get();
            if (t.IsCompletedSuccessfully)
                return t.Result;
            return await t;
        }
        """)]
    [InlineData("""
        async Task<int> VtTern()
        {
            var t = Get();
            return t.IsCompleted ? t.Result : await t.ConfigureAwait(false);
        }
        """)]
    [InlineData("""
        async Task VtLoop()
        {
            for (var i = 0; i < 3; i++)
            {
                var t = Get();
                await t;
            }
        }
        """)]
    [InlineData("""
        async Task VtPreserve()
        {
            var t = Get().Preserve();
            await t;
            await t;
        }
        """)]
    [InlineData("""
        async Task VtTask()
        {
            var t = Get().AsTask();
            await t;
            await t;
            await Task.WhenAll(t, t);
        }
        """)]
    [InlineData("""
        async Task VtList(List<ValueTask> l)
        {
            foreach (var t in l)
                await t;
        }
        """)]
    [InlineData("""
        async Task VtCompleted()
        {
            var t = ValueTask.CompletedTask;
            await t;
            await t;
            var u = new ValueTask<int>(3);
            await u;
            await u;
        }
        """)]
    [InlineData("""
        async Task VtTry(bool b)
        {
            var t = Get();
            if (b)
                await t;
            else
                _ = await t;
        }
        """)]
    public Task OneConsumption_IsFine(string member) => Check.Source<LifetimeAnalyzer>(PoolSource.With(member));
}
