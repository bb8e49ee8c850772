namespace Picard.Gen.Analyzers.Tests;

public class TaskBuilderAnalyzerTests
{
    [Theory]
    [InlineData("""[Handler] partial class A { [Get("/")] async ValueTask<string> {|PIC5006:Get|}() { await Task.Yield(); return ""; } }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] async ValueTask {|PIC5006:Get|}() => await Task.Yield(); }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] async Task<string> {|PIC5006:Get|}() { await Task.Yield(); return ""; } }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] async Task {|PIC5006:Get|}() => await Task.Yield(); }""")]
    [InlineData("""[Handler("GET /")] partial class A { [OnContent] async ValueTask<Flow> {|PIC5006:Take|}(ReadOnlyMemory<byte> x) { await Task.Yield(); return Flow.Ready; } }""")]
    [InlineData("""class A { [NonBlocking] async ValueTask {|PIC5006:Tick|}() => await Task.Yield(); }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] ValueTask<int> Get() => Load(); async ValueTask<int> {|PIC5006:Load|}() { await Task.Yield(); return 1; } }""")]
    public Task AsynchronousMethod_IsReported(string source) => Check.Source<TaskBuilderAnalyzer>(source);

    [Theory]
    [InlineData("""[Handler] partial class A { [Get("/"), Builder(typeof(Pooling<>))] async ValueTask<string> Get() { await Task.Yield(); return ""; } }""")]
    [InlineData("""[Handler] partial class A { [Get("/"), Builder(typeof(Pooling))] async ValueTask Get() => await Task.Yield(); }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] ValueTask<string> Get() => new(""); }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] Task<string> Get() => Task.FromResult(""); }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] async IAsyncEnumerable<int> Get() { await Task.Yield(); yield return 1; } }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] string Get() => ""; async ValueTask Other() => await Task.Yield(); }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] Task<int> Get() => Load(); async Task<int> Load() { await Task.Yield(); return 1; } }""")]
    [InlineData("""class A { [NonBlocking] async Task Tick() => await Task.Yield(); }""")]
    [InlineData("""class A { async ValueTask Tick() => await Task.Yield(); }""")]
    [InlineData("""class A { [NonBlocking] async void Tick() => await Task.Yield(); }""")]
    public Task MethodThatPoolsOrNeedsNoState_IsNotReported(string source) => Check.Source<TaskBuilderAnalyzer>(source.Replace("Builder(", "System.Runtime.CompilerServices.AsyncMethodBuilder(", StringComparison.Ordinal)
        .Replace("Pooling", "System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder", StringComparison.Ordinal));

    [Fact]
    public Task Message_SaysWhatIsAllocated() => Check.Source<TaskBuilderAnalyzer>(
        """[Handler] partial class Users { [Get("/")] async ValueTask {|#0:Get|}() => await Task.Yield(); }""",
        Check.Message(Rules.UnpooledState, "'Users.Get' is asynchronous without the pooling builder, so each call that has to wait allocates its state"));
}
