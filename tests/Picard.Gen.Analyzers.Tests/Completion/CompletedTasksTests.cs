namespace Picard.Gen.Analyzers.Tests;

public sealed class CompletedTasksTests
{
    private const string Members = """
        Task<int> Get(int id = 0) => Client.GetAsync(id);
        ValueTask<int> GetValue() => Client.GetValueAsync();
        Task<int>? _cached;
        readonly List<int> _items = [];
        static readonly Task<bool> s_true = Task.FromResult(true);
        bool Flag { get; set; }
        static Task<int> Five() => Task.FromResult(5);
        static int Use(int value) => value;

        static class Client { public static extern Task<int> GetAsync(int id); public static extern ValueTask<int> GetValueAsync(); }
        """;

    [Theory]
    [InlineData("var t = Get(); await t; Use(t.Result);")]
    [InlineData("var t = Get(); await t.ConfigureAwait(false); Use(t.Result);")]
    [InlineData("var t = Get(); await t; Use(t.GetAwaiter().GetResult());")]
    [InlineData("var t = Get(); await t.WaitAsync(token); Use(t.Result);")]
    [InlineData("Task<int> a = Get(), b = Get(); await Task.WhenAll(a, b); Use(a.Result + b.Result);")]
    [InlineData("Task<int> a = Get(), b = Get(); await Task.WhenAll(new Task[] { a, b }); Use(a.Result + b.Result);")]
    [InlineData("Task<int> a = Get(), b = Get(); await Task.WhenAll([a, b]).ConfigureAwait(false); Use(a.Result + b.Result);")]
    [InlineData("Task<int> a = Get(), b = Get(); var all = Task.WhenAll(a, b); await all; Use(a.Result + b.Result);")]
    [InlineData("var t = Get(); if (t.IsCompleted) Use(t.Result);")]
    [InlineData("var t = Get(); if (t.IsCompletedSuccessfully) { Use(t.Result); } else { await t; }")]
    [InlineData("var t = GetValue(); if (t.IsCompletedSuccessfully) { Use(t.Result); }")]
    [InlineData("var t = GetValue(); var v = t.IsCompletedSuccessfully ? t.Result : await t; Use(v);")]
    [InlineData("var t = Get(); if (!t.IsCompleted) { await t; } Use(t.Result);")]
    [InlineData("var t = Get(); if (!t.IsCompletedSuccessfully) return; Use(t.GetAwaiter().GetResult());")]
    [InlineData("var t = Get(); if (t.IsCompleted && Flag) Use(t.Result);")]
    [InlineData("var t = Get(); if (!t.IsCompleted || Flag) return; Use(t.Result);")]
    [InlineData("var t = Get(); if (t is { IsCompletedSuccessfully: true }) Use(t.Result);")]
    [InlineData("var t = Get(); if (t is not { IsCompletedSuccessfully: true }) return; Use(t.Result);")]
    [InlineData("var t = Get(); if (t.Status == TaskStatus.RanToCompletion) Use(t.Result);")]
    [InlineData("var t = Get(); if (t.Status != TaskStatus.RanToCompletion) return; Use(t.Result);")]
    [InlineData("var t = Get(); if (t.Status is TaskStatus.RanToCompletion or TaskStatus.Faulted) Use(t.Result);")]
    [InlineData("var t = Get(); switch (t.Status) { case TaskStatus.RanToCompletion: Use(t.Result); break; }")]
    [InlineData("var t = Get(); var done = t.IsCompleted; if (done) Use(t.Result);")]
    [InlineData("var t = Get(); while (!t.IsCompleted) { await Task.Yield(); } Use(t.Result);")]
    [InlineData("var t = Get(); Debug.Assert(t.IsCompleted); Use(t.Result);")]
    [InlineData("var t = Task.FromResult(1); Use(t.Result);")]
    [InlineData("Use(Task.FromResult(1).Result); Task.CompletedTask.Wait();")]
    [InlineData("Use(Five().Result);")]
    [InlineData("if (s_true.Result) { }")]
    [InlineData("var t = new ValueTask<int>(1); Use(t.Result);")]
    [InlineData("var t = ValueTask.FromResult(1); Use(t.GetAwaiter().GetResult());")]
    [InlineData("var t = Flag ? Task.FromResult(1) : Task.FromResult(2); Use(t.Result);")]
    [InlineData("Task<int> t; if (Flag) { t = Task.FromResult(1); } else { t = Get(); await t; } Use(t.Result);")]
    [InlineData("var t = Get().ContinueWith(p => Use(p.Result)); await t;")]
    [InlineData("var t = Get(); await t.ContinueWith(_ => Use(t.Result));")]
    [InlineData("await Task.Factory.ContinueWhenAll(new[] { Get() }, all => Use(all[0].Result));")]
    [InlineData("Task<int> a = Get(), b = Get(); var first = await Task.WhenAny(a, b); Use(first.Result);")]
    [InlineData("Task<int> a = Get(), b = Get(); Use((await Task.WhenAny(a, b)).Result);")]
    [InlineData("var t = Get(); var delay = Task.Delay(5); if (await Task.WhenAny(t, delay) == t) Use(t.Result);")]
    [InlineData("var t = Get(); var delay = Task.Delay(5); var first = await Task.WhenAny(t, delay); if (first != t) return; Use(t.Result);")]
    [InlineData("var tasks = new[] { Get(), Get() }; await Task.WhenAll(tasks); Use(tasks[0].Result);")]
    [InlineData("var tasks = new[] { Get(), Get() }; await Task.WhenAll(tasks); for (var i = 0; i < tasks.Length; i++) Use(tasks[i].Result);")]
    [InlineData("var tasks = new[] { Get(), Get() }; await Task.WhenAll(tasks); foreach (var t in tasks) Use(t.Result);")]
    [InlineData("var tasks = new List<Task<int>>(); tasks.Add(Get()); await Task.WhenAll(tasks); foreach (var t in tasks) Use(t.Result);")]
    [InlineData("var tasks = _items.Select(i => Get(i)).ToList(); await Task.WhenAll(tasks); var sum = tasks.Sum(t => t.Result); Use(sum);")]
    [InlineData("var tasks = _items.Select(i => Get(i)).ToArray(); await Task.WhenAll(tasks); var r = tasks.Where(t => t.IsCompletedSuccessfully).Select(t => t.Result).ToList();")]
    [InlineData("var tasks = _items.Select(i => Get(i)).ToArray(); if (tasks.All(t => t.IsCompleted)) Use(tasks[0].Result);")]
    [InlineData("var s = new TaskCompletionSource<int>(); s.SetResult(1); Use(s.Task.Result);")]
    [InlineData("var awaiter = Get().GetAwaiter(); if (awaiter.IsCompleted) Use(awaiter.GetResult());")]
    [InlineData("var awaiter = Get().GetAwaiter(); awaiter.OnCompleted(() => Use(awaiter.GetResult()));")]
    [InlineData("if (_cached is { IsCompletedSuccessfully: true }) Use(_cached.Result);")]
    [InlineData("if (_cached != null && _cached.IsCompleted) Use(_cached.Result);")]
    [InlineData("if (_cached?.IsCompleted == true) Use(_cached.Result);")]
    [InlineData("if (_cached?.IsCompleted is true) Use(_cached.Result);")]
    [InlineData("if (_cached?.IsCompleted ?? false) Use(_cached!.Result);")]
    [InlineData("if (_cached?.IsCompleted != true) return; Use(_cached.Result);")]
    [InlineData("var done = _cached?.IsCompleted == true; await Task.Yield(); if (done) Use(_cached!.Result);")]
    [InlineData("var done = _cached?.IsCompleted ?? false; if (done) { if (Flag) Use(_cached!.Result); }")]
    [InlineData("var t = Get(); await t; Func<int> f = () => t.Result; Use(f());")]
    [InlineData("var t = Get(); try { await t; } catch (Exception) { } Use(t.Result);")]
    [InlineData("var t = Get(); try { await Task.WhenAll(t); } catch { if (t.IsFaulted) throw; Use(t.Result); }")]
    [InlineData("var t = Get(); if (t.Wait(0)) Use(t.Result);")]
    [InlineData("var a = Get(); await a; Task.WaitAll(a);")]
    [InlineData("var t = Get(); using (var s = new MemoryStream()) { await t; } Use(t.Result);")]
    public void Wait_ForACompleteTask_IsHarmless(string body) => Assert.Equal([], Probe.Blocking(body, Members));

    [Theory]
    [InlineData("Use(Get().Result);", "Get().Result")]
    [InlineData("Get().Wait();", "Get().Wait()")]
    [InlineData("Use(Get().GetAwaiter().GetResult());", "Get().GetAwaiter().GetResult()")]
    [InlineData("Use(GetValue().AsTask().Result);", "GetValue().AsTask().Result")]
    [InlineData("var t = Get(); Use(t.Result);", "t.Result")]
    [InlineData("var t = Get(); Use(t.Result); await t;", "t.Result")]
    [InlineData("var t = Get(); await t; t = Get(); Use(t.Result);", "t.Result")]
    [InlineData("var t = Get(); if (Flag) await t; Use(t.Result);", "t.Result")]
    [InlineData("var t = Get(); if (!t.IsCompleted) Use(t.Result);", "t.Result")]
    [InlineData("var t = Get(); if (t.IsCompleted || Flag) Use(t.Result);", "t.Result")]
    [InlineData("if (_cached?.IsCompleted == false) Use(_cached.Result);", "_cached.Result")]
    [InlineData("if (_cached?.IsCompleted ?? true) Use(_cached!.Result);", "_cached!.Result")]
    [InlineData("var done = _cached?.IsCompleted == true; if (!done) Use(_cached!.Result);", "_cached!.Result")]
    [InlineData("var t = Get(); if (t.Status == TaskStatus.Running) Use(t.Result);", "t.Result")]
    [InlineData("var t = Flag ? Task.FromResult(1) : Get(); Use(t.Result);", "t.Result")]
    [InlineData("Task<int> a = Get(), b = Get(); var first = await Task.WhenAny(a, b); Use(b.Result);", "b.Result")]
    [InlineData("Task<int> a = Get(), b = Get(); await Task.WhenAll(a); Use(b.Result);", "b.Result")]
    [InlineData("var tasks = new List<Task<int>>(); await Task.WhenAll(tasks); tasks.Add(Get()); Use(tasks[0].Result);", "tasks[0].Result")]
    [InlineData("var tasks = _items.Select(i => Get(i)); await Task.WhenAll(tasks); var r = tasks.Select(t => t.Result).ToList();", "t.Result")]
    [InlineData("var tasks = _items.Select(i => Get(i)).ToArray(); var r = tasks.Select(t => t.Result).ToList(); await Task.WhenAll(tasks);", "t.Result")]
    [InlineData("Task.WhenAll(Get(), Get()).Wait();", "Task.WhenAll(Get(), Get()).Wait()")]
    [InlineData("Task.WaitAll(Get(), Get());", "Task.WaitAll(Get(), Get())")]
    [InlineData("var s = new TaskCompletionSource<int>(); Use(s.Task.Result); s.SetResult(1);", "s.Task.Result")]
    [InlineData("for (var i = 0; i < 3; i++) { var t = Get(); if (i > 0) await t; Use(t.Result); }", "t.Result")]
    [InlineData("var t = Get(); try { if (Flag) throw new Exception(); await t; } catch { Use(t.Result); }", "t.Result")]
    [InlineData("var t = Get(); Func<int> f = () => t.Result; await t; Use(f());", "t.Result")]
    [InlineData("if (_cached != null) Use(_cached.Result);", "_cached.Result")]
    [InlineData("var t = Get(); t.Wait(TimeSpan.FromSeconds(1));", "t.Wait(TimeSpan.FromSeconds(1))")]
    [InlineData("var t = Get(); Use(t.Result); Use(t.Result);", "t.Result")]
    public void Wait_ForATaskThatMayRun_Blocks(string body, string call) => Assert.Equal([call], Probe.Blocking(body, Members));

    [Theory]
    [InlineData("static int Await(Task<int> task) => task.GetAwaiter().GetResult();", "task")]
    [InlineData("static void Await(Task<int> task) => task.Wait();", "task")]
    [InlineData("static void Await(Task[] tasks) => Task.WaitAll(tasks);", "tasks")]
    [InlineData("static int Await(bool now, ValueTask<int> task) => now ? 1 : task.Result;", "task")]
    public void Wait_ForAParameter_IsDecidedByTheCaller(string method, string parameter)
    {
        var (operation, effect) = Assert.Single(Probe.Calls($"class C {{ {method} }}"));

        Assert.Equal(parameter, Completion.DecidingParameter(operation, effect, default)?.Name);
    }

    [Theory]
    [InlineData("static int Await(Task<int> task) { task = Task.Run(() => 1); return task.Result; }")]
    [InlineData("static int Await(Task<int> task) { return task.IsCompleted ? task.Result : 0; }")]
    [InlineData("static int Await(Func<Task<int>> make) => make().Result;")]
    public void Wait_ForSomethingElse_IsNotDecidedByTheCaller(string method)
    {
        var (operation, effect) = Assert.Single(Probe.Calls($"class C {{ {method} }}"));

        Assert.Null(Completion.DecidingParameter(operation, effect, default));
    }
}
