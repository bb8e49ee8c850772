using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers.Tests;

public sealed class OtherThreadsTests
{
    [Theory]
    [InlineData("await Task.Run(() => Work());")]
    [InlineData("await Task.Factory.StartNew(() => Work(), TaskCreationOptions.LongRunning);")]
    [InlineData("new Thread(() => Work()).Start();")]
    [InlineData("new Thread(new ThreadStart(() => Work())) { IsBackground = true }.Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => Work());")]
    [InlineData("var timer = new Timer(_ => Work());")]
    [InlineData("await Task.CompletedTask.ContinueWith(_ => Work());")]
    [InlineData("var timer = new System.Timers.Timer(); timer.Elapsed += (_, _) => Work();")]
    [InlineData("Action work = () => Work(); await Task.Run(work);")]
    public void Function_HandedToAnotherThread_RunsElsewhere(string body) => Assert.True(Completion.RunsElsewhere(FunctionIn(body)));

    [Theory]
    [InlineData("Action work = () => Work(); work();")]
    [InlineData("Action work = () => Work(); await Task.Run(work); work();")]
    [InlineData("new List<int>().ForEach(_ => Work());")]
    [InlineData("token.Register(() => Work());")]
    [InlineData("Parallel.For(0, 3, _ => Work());")]
    [InlineData("await Task.CompletedTask.ContinueWith(_ => Work(), TaskContinuationOptions.ExecuteSynchronously);")]
    [InlineData("await Task.Factory.StartNew(() => Work(), token, TaskCreationOptions.None, TaskScheduler.FromCurrentSynchronizationContext());")]
    [InlineData("Console.CancelKeyPress -= null; AppDomain.CurrentDomain.AssemblyLoad += (_, _) => Work();")]
    public void Function_HandedToTheSameThread_RunsHere(string body) => Assert.False(Completion.RunsElsewhere(FunctionIn(body)));

    private static IOperation FunctionIn(string body)
    {
        var compilation = TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary, $$"""
            using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks;
            class C { static void Work() { } async Task M(CancellationToken token) { {{body}} await Task.Yield(); } }
            """);
        Assert.DoesNotContain(compilation.GetDiagnostics(), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return Assert.Single(Probe.Operations(compilation), static operation => operation is IAnonymousFunctionOperation);
    }
}
