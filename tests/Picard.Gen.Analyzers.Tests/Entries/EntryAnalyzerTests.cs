namespace Picard.Gen.Analyzers.Tests;

/// <summary>Which methods are entry points. PIC1002 shows which are looked at; of ASP.NET Core only what is named here is declared.</summary>
public class EntryAnalyzerTests
{
    private const string AspNetCore = """
        namespace Microsoft.AspNetCore.Http { public class HttpContext; public delegate Task RequestDelegate(HttpContext httpContext); public interface IMiddleware { Task InvokeAsync(HttpContext httpContext, RequestDelegate next); } public interface IEndpointFilter { ValueTask<object?> InvokeAsync(int i); } }
        namespace Microsoft.AspNetCore.Mvc { public abstract class ControllerBase { } public class ApiControllerAttribute : Attribute; public class NonActionAttribute : Attribute; }
        namespace Microsoft.AspNetCore.Mvc.Filters { public interface IActionFilter { void OnActionExecuting(int i); } }
        namespace Microsoft.AspNetCore.Mvc.RazorPages { public abstract class PageModel; }
        namespace Microsoft.AspNetCore.Mvc.ApplicationModels { public interface IActionModelConvention { void Apply(int i); } }
        namespace Microsoft.AspNetCore.SignalR { public abstract class Hub { public virtual Task OnConnectedAsync() => Task.CompletedTask; } public abstract class Hub<T> : Hub; }
        namespace Microsoft.AspNetCore.Connections { public class ConnectionContext; public abstract class ConnectionHandler { public abstract Task OnConnectedAsync(ConnectionContext connection); } public interface IConnectionListenerFactory { ValueTask<int> BindAsync(int i); } public interface IConnectionFactory { ValueTask<int> ConnectAsync(int i); } }
        namespace Microsoft.AspNetCore.Diagnostics { public interface IExceptionHandler { ValueTask<bool> TryHandleAsync(int i); } }
        namespace Microsoft.AspNetCore.Builder
        {
            using Microsoft.AspNetCore.Http;
            public class WebApplication;
            public static class Extensions
            {
                public static void MapGet(this WebApplication app, string pattern, Delegate handler) { }
                public static void MapGet(this WebApplication app, string pattern, RequestDelegate handler) { }
                public static void MapMethods(this WebApplication app, string pattern, string[] methods, Delegate handler) { }
                public static void Use(this WebApplication app, Func<HttpContext, RequestDelegate, Task> middleware) { }
                public static void Run(this WebApplication app, RequestDelegate handler) { }
                public static void UseSwagger(this WebApplication app, Action<int> configure) { }
            }
        }
        namespace Grpc.Core { public class ServerCallContext; }
        namespace Grpc { public class Base { public virtual Task<int> SayHello(int request, Grpc.Core.ServerCallContext call) => Task.FromResult(1); } }
        """;

    private const string Usings = "using Microsoft.AspNetCore.Builder;\nusing Microsoft.AspNetCore.Http;\nusing Microsoft.AspNetCore.Mvc;\nusing Microsoft.AspNetCore.Mvc.Filters;\nusing Microsoft.AspNetCore.Mvc.RazorPages;\nusing Microsoft.AspNetCore.Mvc.ApplicationModels;\nusing Microsoft.AspNetCore.SignalR;\nusing Microsoft.AspNetCore.Diagnostics;\nusing Microsoft.AspNetCore.Connections;\n\n";

    [Theory]
    [InlineData("[Handler] public partial class C { [Get(\"/\")] string A() { {|PIC1002:Thread.Sleep(1)|}; return \"\"; } }")]
    [InlineData("[Handler] public partial class C { [Fallback] string A() { {|PIC1002:Thread.Sleep(1)|}; return \"\"; } }")]
    [InlineData("[Handler(\"GET /\")] public partial class C { [OnRequest] void A() { {|PIC1002:Thread.Sleep(1)|}; } }")]
    [InlineData("[Middleware] public partial class C { [OnResponse] void A() { {|PIC1002:Thread.Sleep(1)|}; } }")]
    [InlineData("class C { [NonBlocking] void A() { {|PIC1002:Thread.Sleep(1)|}; } }")]
    [InlineData("class C { void B() { [NonBlocking] void A() { {|PIC1002:Thread.Sleep(1)|}; } A(); } }")]
    [InlineData("class C { void B() { Action a = [NonBlocking] () => {|PIC1002:Thread.Sleep(1)|}; } }")]
    [InlineData("namespace Picard { class ClientAttribute : Attribute; } [Picard.Client] class C { [OnResponse] void A() { {|PIC1002:Thread.Sleep(1)|}; } }")]
    [InlineData("namespace Picard { class ProxyAttribute : Attribute; } [Picard.Proxy] class C { [OnRequest] void A() { {|PIC1002:Thread.Sleep(1)|}; } }")]
    public Task PicardsOwn_AreEntryPoints(string source) => Check.Source<BlockingAnalyzer>(source);

    [Theory]
    [InlineData("[Handler] public partial class C { string A() { Thread.Sleep(1); return \"\"; } }")]
    [InlineData("[Handler] public partial class C { [Offload, Get(\"/\")] string A() { Thread.Sleep(1); return \"\"; } }")]
    [InlineData("[Handler, Offload] public partial class C { [Get(\"/\")] string A() { Thread.Sleep(1); return \"\"; } }")]
    [InlineData("class C { [Get(\"/\")] string A() { Thread.Sleep(1); return \"\"; } }")]
    [InlineData("class C { [OnRequest] void A() { Thread.Sleep(1); } }")]
    [InlineData("class NonBlockingAttribute : Attribute; class C { [global::NonBlocking] void A() { Thread.Sleep(1); } }")]
    [InlineData("[Application] public partial class C { [Provides] string A { get { Thread.Sleep(1); return \"\"; } } }")]
    [InlineData("[Handler] public partial class C { public C() { Thread.Sleep(1); } [Get(\"/\")] string A() => \"\"; }")]
    [InlineData("[Handler] public partial class C { static C() { Thread.Sleep(1); } [Get(\"/\")] string A() { B(); return \"\"; } static void B() { } }")]
    public Task OtherMethods_AreNot(string source) => Check.Source<BlockingAnalyzer>(source);

    [Theory]
    [InlineData("public class C : ControllerBase { public string Get() { {|PIC1002:Thread.Sleep(1)|}; return \"\"; } }")]
    [InlineData("[ApiController] public class C { public string Get() { {|PIC1002:Thread.Sleep(1)|}; return \"\"; } }")]
    [InlineData("public class M : PageModel { public void OnGet() { {|PIC1002:Thread.Sleep(1)|}; } public Task OnPostSaveAsync() { {|PIC1002:Thread.Sleep(2)|}; return Task.CompletedTask; } }")]
    [InlineData("public class H : Hub { public void Send(string s) { {|PIC1002:Thread.Sleep(1)|}; } public override Task OnConnectedAsync() { {|PIC1002:Thread.Sleep(1)|}; return base.OnConnectedAsync(); } }")]
    [InlineData("public class H : Hub<int> { public void Send(string s) { {|PIC1002:Thread.Sleep(1)|}; } }")]
    [InlineData("public class M(RequestDelegate next) { public Task Invoke(HttpContext http) { {|PIC1002:Thread.Sleep(1)|}; return next(http); } }")]
    [InlineData("public class M : IMiddleware { Task IMiddleware.InvokeAsync(HttpContext http, RequestDelegate next) { {|PIC1002:Thread.Sleep(1)|}; return next(http); } }")]
    [InlineData("public class F : IActionFilter { public void OnActionExecuting(int i) { {|PIC1002:Thread.Sleep(1)|}; } }")]
    [InlineData("public class F : IEndpointFilter { public ValueTask<object?> InvokeAsync(int i) { {|PIC1002:Thread.Sleep(1)|}; return default; } }")]
    [InlineData("public class E : ConnectionHandler { public override Task OnConnectedAsync(ConnectionContext connection) { {|PIC1002:Thread.Sleep(1)|}; return Task.CompletedTask; } }")]
    [InlineData("public class F : IExceptionHandler { public ValueTask<bool> TryHandleAsync(int i) { {|PIC1002:Thread.Sleep(1)|}; return default; } }")]
    [InlineData("public class G : Grpc.Base { public override Task<int> SayHello(int request, Grpc.Core.ServerCallContext call) { {|PIC1002:Thread.Sleep(1)|}; return base.SayHello(1, call); } }")]
    [InlineData("class P { void M(WebApplication app) { app.MapGet(\"/\", () => { {|PIC1002:Thread.Sleep(1)|}; return \"\"; }); } }")]
    [InlineData("class P { void M(WebApplication app) { app.MapGet(\"/\", async (HttpContext http) => { await Task.Yield(); {|PIC1002:Thread.Sleep(1)|}; }); } }")]
    [InlineData("class P { void M(WebApplication app) { app.MapMethods(\"/\", [\"GET\"], (int i) => {|PIC1002:Thread.Sleep(i)|}); } }")]
    [InlineData("class P { void M(WebApplication app) { app.MapGet(\"/\", Get); } static string Get() { {|PIC1002:Thread.Sleep(1)|}; return \"\"; } }")]
    [InlineData("class P { void M(WebApplication app) { app.MapGet(\"/\", Get); static string Get() { {|PIC1002:Thread.Sleep(1)|}; return \"\"; } } }")]
    [InlineData("class P { void M(WebApplication app) { app.Use(async (http, next) => { {|PIC1002:Thread.Sleep(1)|}; await next(http); }); app.Run(http => { {|PIC1002:Thread.Sleep(2)|}; return Task.CompletedTask; }); } }")]
    public Task AspNetCoresOwn_AreEntryPoints(string source) => Check.Sources<BlockingAnalyzer>([Usings + source, AspNetCore]);

    [Theory]
    [InlineData("public class C : ControllerBase { private string Get() { Thread.Sleep(1); return \"\"; } [NonAction] public void Other() { Thread.Sleep(1); } public static void Third() { Thread.Sleep(1); } }")]
    [InlineData("public class C { public string Get() { Thread.Sleep(1); return \"\"; } public Task Invoke(int i) { Thread.Sleep(1); return Task.CompletedTask; } }")]
    [InlineData("public class M : PageModel { public void Load() { Thread.Sleep(1); } }")]
    [InlineData("public class L : IConnectionListenerFactory, IConnectionFactory { public ValueTask<int> BindAsync(int i) { Thread.Sleep(1); return default; } public ValueTask<int> ConnectAsync(int i) { Thread.Sleep(1); return default; } }")]
    [InlineData("public class A : IActionModelConvention { public void Apply(int i) { Thread.Sleep(1); } }")]
    [InlineData("class P { void M(WebApplication app) { app.UseSwagger(i => Thread.Sleep(i)); Thread.Sleep(1); } }")]
    [InlineData("class P { void MapGet(string pattern, Delegate handler) { } void M() { MapGet(\"/\", () => Thread.Sleep(1)); MapGet(\"/\", Get); } static void Get() { Thread.Sleep(1); } }")]
    [InlineData("class P { void M(WebApplication app) { Func<string> local = () => \"\"; app.MapGet(\"/\", local); Action other = () => Thread.Sleep(1); } }")]
    public Task OtherMethodsBesideAspNetCore_AreNot(string source) => Check.Sources<BlockingAnalyzer>([Usings + source, AspNetCore]);

    [Theory]
    [InlineData("async Task A(PipeReader reader) { while (true) { var r = await reader.ReadAsync(); {|PIC1002:Thread.Sleep(1)|}; reader.AdvanceTo(r.Buffer.End); } }")]
    [InlineData("async Task A(PipeWriter writer) { for (;;) { await writer.FlushAsync(); B(); } } static void B() { {|PIC1002:Thread.Sleep(1)|}; }")]
    [InlineData("async Task A(ChannelReader<int> reader) { await foreach (var i in reader.ReadAllAsync()) { {|PIC1002:Thread.Sleep(i)|}; } }")]
    [InlineData("async Task A(ChannelReader<int> reader) { while (await reader.WaitToReadAsync()) { while (reader.TryRead(out var i)) { {|PIC1002:Thread.Sleep(i)|}; } } }")]
    [InlineData("Task A(Channel<int> c) => Task.Run(async () => { while (true) { var i = await c.Reader.ReadAsync(); {|PIC1002:Thread.Sleep(i)|}; } });")]
    [InlineData("async Task A(ChannelReader<int> reader) { while (true) { foreach (var i in new[] { 1 }) { await reader.ReadAsync(); } {|PIC1002:Thread.Sleep(1)|}; } }")]
    [InlineData("async Task A(ChannelReader<int> reader) { Thread.Sleep(1); await foreach (var i in reader.ReadAllAsync()) { B(); } B(); } void B() { {|PIC1002:Thread.Sleep(1)|}; }")]
    [InlineData("async Task A(ChannelReader<int> a, ChannelReader<int> b) { await foreach (var i in a.ReadAllAsync()) { _ = i; } Thread.Sleep(1); await foreach (var i in b.ReadAllAsync()) { {|PIC1002:Thread.Sleep(i)|}; } }")]
    [InlineData("async Task A(ChannelReader<int> reader) { for (var i = Slow(); i > 0; i = B()) { await reader.ReadAsync(); } } int Slow() { Thread.Sleep(1); return 1; } int B() { {|PIC1002:Thread.Sleep(2)|}; return 0; }")]
    [InlineData("async Task A(ChannelReader<int> reader) { Thread.Sleep(1); while (await reader.WaitToReadAsync()) { } } async Task B(ChannelReader<int> reader) { while (true) { await reader.ReadAsync(); await D(); } } async Task D() { {|PIC1002:Thread.Sleep(3)|}; await Task.Yield(); }")]
    [InlineData("[NonBlocking] async Task A(ChannelReader<int> reader) { {|PIC1002:Thread.Sleep(1)|}; while (await reader.WaitToReadAsync()) { } }")]
    [InlineData("async Task A(ChannelReader<int> reader) { {|PIC1002:Thread.Sleep(1)|}; while (await reader.WaitToReadAsync()) { } } [NonBlocking] async Task B(ChannelReader<int> reader) => await A(reader);")]
    [InlineData("readonly SemaphoreSlim _gate = new(1); async Task A(ChannelReader<int> reader) { try { await foreach (var i in reader.ReadAllAsync()) { _ = i; } } catch (InvalidOperationException) { {|PIC1004:_gate.Wait()|}; } }")]
    [InlineData("async Task A(PipeReader reader) { try { while (true) { var r = await reader.ReadAsync(); reader.AdvanceTo(r.Buffer.End); } } catch { {|PIC1002:Thread.Sleep(1)|}; } Thread.Sleep(2); }")]
    public Task LoopsOverPipesAndChannels_AreEntryPoints(string method) => Check.Source<BlockingAnalyzer>($"using System.IO.Pipelines;\nusing System.Threading.Channels;\nclass C {{ {method} }}");

    [Theory]
    [InlineData("async Task A(PipeReader reader) { var r = await reader.ReadAsync(); Thread.Sleep(1); }")]
    [InlineData("async Task A(System.IO.Stream s) { while (true) { await s.FlushAsync(); Thread.Sleep(1); } }")]
    [InlineData("void A(ChannelReader<int> reader) { while (reader.TryRead(out var i)) { Thread.Sleep(i); } }")]
    [InlineData("async Task A(ChannelReader<int> reader) { foreach (var i in new[] { 1 }) { _ = i; } await reader.ReadAsync(); Thread.Sleep(1); }")]
    [InlineData("async Task A(PipeReader reader) { Thread.Sleep(1); while (true) { var r = await reader.ReadAsync(); reader.AdvanceTo(r.Buffer.End); if (r.IsCompleted) { break; } } Thread.Sleep(2); }")]
    [InlineData("async Task A(ChannelReader<int> reader) { try { await foreach (var i in reader.ReadAllAsync()) { _ = i; } } finally { Thread.Sleep(1); } }")]
    [InlineData("async Task A(ChannelWriter<int> writer) { foreach (var i in Slow()) { await writer.WriteAsync(i); } } int[] Slow() { Thread.Sleep(1); return [1]; }")]
    [InlineData("Task A(Channel<int> c) => Task.Run(async () => { Thread.Sleep(1); await foreach (var i in c.Reader.ReadAllAsync()) { _ = i; } });")]
    [InlineData("async Task A(ChannelWriter<int> writer) { while (true) { Thread.Sleep(1); if (B()) break; } while (await writer.WaitToWriteAsync()) { } } bool B() => true;")]
    [InlineData("async Task A(ChannelReader<int> reader) { try { await foreach (var i in reader.ReadAllAsync()) { _ = i; } } catch (OperationCanceledException) { Thread.Sleep(1); } catch (ChannelClosedException) { Thread.Sleep(1); } }")]
    [InlineData("async Task A(ChannelReader<int> reader) { try { Thread.Sleep(1); } catch (InvalidOperationException) { Thread.Sleep(1); } await foreach (var i in reader.ReadAllAsync()) { _ = i; } }")]
    public Task OtherLoops_AreNot(string method) => Check.Source<BlockingAnalyzer>($"using System.IO.Pipelines;\nusing System.Threading.Channels;\nclass C {{ {method} }}");

    [Fact]
    public Task AspNetCore_GetsWarnings() => Check.Sources<BlockingAnalyzer>(
        [Usings + "public class C : ControllerBase { public string Get() { {|#0:Thread.Sleep(1)|}; return \"\"; } }", AspNetCore],
        Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary,
        new DiagnosticResult(Rules.Sleeps).WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("'C.Get' blocks: C.Get calls Thread.Sleep, which holds up a thread that other requests wait for; Task.Delay does not"));

    [Fact]
    public Task MethodGivenToMapGetInAnotherFile_IsAnEntryPoint() => Check.Sources<BlockingAnalyzer>(
        [
            Usings + "class P { void M(WebApplication app) { app.MapGet(\"/\", Api.Get); } }",
            "static class Api { public static string Get() { {|PIC1002:Thread.Sleep(1)|}; return \"\"; } }",
            AspNetCore,
        ]);
}
