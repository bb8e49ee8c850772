using Microsoft.CodeAnalysis.Testing;
using Picard.Gen.CodeFixes;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>What blocks is awaited, one by one and all at once; whatever is offered compiles.</summary>
public class AwaitCodeFixTests
{
    [Fact]
    public Task TasksThatAreWaitedFor_AreAwaited() => Fix(
        """
        [Handler]
        partial class Users
        {
            [Get("/a")] async ValueTask<int> A(Task<int> task) { await Task.Yield(); return {|PIC1001:task.Result|}; }

            [Get("/b")]
            async ValueTask<int> B(Task task, Task other, CancellationToken aborted)
            {
                {|PIC1001:task.Wait()|}; // first
                // then
                {|PIC1001:other.Wait(aborted)|};
                return {|PIC1001:Load().Result|}.Length + {|PIC1001:Load().GetAwaiter().GetResult()|}.Length + {|PIC1001:Load().ConfigureAwait(false).GetAwaiter().GetResult()|}.Length;
            }

            [Get("/c")] async Task<char> C() => /* the first */ {|PIC1001:Load().Result|}[0];

            [Get("/d")] async Task D(Task one, Task other) { await Task.Yield(); {|PIC1001:Task.WaitAll(one, other)|}; }

            static async Task<string> Load() { await Task.Yield(); return "a"; }
        }
        """,
        """
        [Handler]
        partial class Users
        {
            [Get("/a")] async ValueTask<int> A(Task<int> task) { await Task.Yield(); return await task; }

            [Get("/b")]
            async ValueTask<int> B(Task task, Task other, CancellationToken aborted)
            {
                await task; // first
                // then
                await other.WaitAsync(aborted);
                return (await Load()).Length + (await Load()).Length + (await Load().ConfigureAwait(false)).Length;
            }

            [Get("/c")] async Task<char> C() => /* the first */ (await Load())[0];

            [Get("/d")] async Task D(Task one, Task other) { await Task.Yield(); await Task.WhenAll(one, other); }

            static async Task<string> Load() { await Task.Yield(); return "a"; }
        }
        """);

    [Fact]
    public Task Twins_GetTheTokenInScope() => Fix(
        """
        [Handler]
        partial class Users
        {
            private static readonly SemaphoreSlim s_gate = new(1);

            [Get("/a")]
            async ValueTask<string> A(string path, CancellationToken aborted)
            {
                {|PIC1002:Thread.Sleep(100)|};
                {|PIC1002:System.Threading.Thread.Sleep(TimeSpan.FromSeconds(1))|};
                {|PIC1004:s_gate.Wait()|};
                if (!{|PIC1004:s_gate.Wait(100)|}) { return ""; }
                {|PIC1004:s_gate.Wait(aborted)|};
                await Task.Yield();
                return {|PIC1003:System.IO.File.ReadAllText(path)|};
            }

            [Post("/b")]
            async ValueTask<int> B(System.IO.Stream stream, byte[] octets)
            {
                await Task.Yield();
                {|PIC1002:Thread.Sleep(1)|};
                {|PIC1003:stream.Write(octets, 0, octets.Length)|};
                {|PIC1003:stream.Flush()|};
                Func<CancellationToken, Task<int>> read = async token => {|PIC1003:stream.Read(octets, 0, {|PIC1003:stream.ReadByte()|} + 1)|};
                return await read(default);
            }
        }
        """,
        """
        [Handler]
        partial class Users
        {
            private static readonly SemaphoreSlim s_gate = new(1);

            [Get("/a")]
            async ValueTask<string> A(string path, CancellationToken aborted)
            {
                await Task.Delay(100, aborted);
                await Task.Delay(TimeSpan.FromSeconds(1), aborted);
                await s_gate.WaitAsync(aborted);
                if (!await s_gate.WaitAsync(100, aborted)) { return ""; }
                await s_gate.WaitAsync(aborted);
                await Task.Yield();
                return await System.IO.File.ReadAllTextAsync(path, aborted);
            }

            [Post("/b")]
            async ValueTask<int> B(System.IO.Stream stream, byte[] octets)
            {
                await Task.Yield();
                await Task.Delay(1);
                await stream.WriteAsync(octets, 0, octets.Length);
                await stream.FlushAsync();
                Func<CancellationToken, Task<int>> read = async token => await stream.ReadAsync(octets, 0, {|PIC1003:stream.ReadByte()|} + 1, token);
                return await read(default);
            }
        }
        """);

    [Fact]
    public Task CallsWithinCalls_AreAwaitedTogether() => Fix(
        """
        [Handler]
        partial class Users
        {
            [Get("/")] async ValueTask<string> A(Task<string> path, CancellationToken aborted) { await Task.Yield(); return {|PIC1003:System.IO.File.ReadAllText({|PIC1001:path.Result|})|}.Trim(); }
        }
        """,
        """
        [Handler]
        partial class Users
        {
            [Get("/")] async ValueTask<string> A(Task<string> path, CancellationToken aborted) { await Task.Yield(); return (await System.IO.File.ReadAllTextAsync(await path, aborted)).Trim(); }
        }
        """);

    [Fact]
    public Task EntryMethods_BecomeAsynchronous() => Fix(
        """
        [Handler]
        partial class Users
        {
            // By path.
            [Get("/a")] string A(string path, CancellationToken aborted) => {|PIC1003:System.IO.File.ReadAllText(path)|};

            [Get("/b")]
            private string? B(string path) // none
            {
                {|PIC1002:Thread.Sleep(1)|};
                return {|PIC1003:System.IO.File.ReadAllText(path)|};
            }

            [Get("/c")]
            public static StatusCode C() { {|PIC1002:Thread.Sleep(1)|}; return StatusCode.Ok; }
        }

        [Handler("POST /")]
        partial class Upload
        {
            [OnRequest] void Begin() { {|PIC1002:Thread.Sleep(1)|}; }
            [OnContent] Flow Take(ReadOnlyMemory<byte> octets, CancellationToken aborted) { {|PIC1002:Thread.Sleep(1)|}; return Flow.Ready; }
        }

        [Middleware]
        partial class Gate
        {
            [OnRequest] Next Begin(Request request) { {|PIC1002:Thread.Sleep(1)|}; return Next.Continue; }
        }
        """,
        """
        [Handler]
        partial class Users
        {
            // By path.
            [Get("/a")] async ValueTask<string> A(string path, CancellationToken aborted) => await System.IO.File.ReadAllTextAsync(path, aborted);

            [Get("/b")]
            private async ValueTask<string?> B(string path) // none
            {
                await Task.Delay(1);
                return await System.IO.File.ReadAllTextAsync(path);
            }

            [Get("/c")]
            public static async ValueTask<StatusCode> C() { await Task.Delay(1); return StatusCode.Ok; }
        }

        [Handler("POST /")]
        partial class Upload
        {
            [OnRequest] async ValueTask Begin() { await Task.Delay(1); }
            [OnContent] async ValueTask<Flow> Take(ReadOnlyMemory<byte> octets, CancellationToken aborted) { await Task.Delay(1, aborted); return Flow.Ready; }
        }

        [Middleware]
        partial class Gate
        {
            [OnRequest] async ValueTask<Next> Begin(Request request) { await Task.Delay(1); return Next.Continue; }
        }
        """);

    [Fact]
    public Task MethodsThatReturnTasks_BecomeAsynchronous() => Fix(
        """
        [Handler]
        partial class Users
        {
            [Get("/a")] ValueTask<string> A(string path) => new({|PIC1003:System.IO.File.ReadAllText(path)|});

            [Get("/b")]
            Task<string> B(string path, bool empty)
            {
                if (empty) { return Task.FromResult(""); }
                if (path == "c") { return Load(); }
                return empty ? Task.FromResult({|PIC1003:System.IO.File.ReadAllText(path)|}) : Load();
            }

            [Get("/c")]
            Task C(bool empty)
            {
                if (empty)
                    return Load();

                {|PIC1002:Thread.Sleep(1)|};
                return Load();
            }

            static Task<string> Load()
            {
                {|PIC1002:Thread.Sleep(1)|};
                Func<Task> other = () => Task.CompletedTask;
                return Task.FromResult("");
            }
        }
        """,
        """
        [Handler]
        partial class Users
        {
            [Get("/a")] async ValueTask<string> A(string path) => await System.IO.File.ReadAllTextAsync(path);

            [Get("/b")]
            async Task<string> B(string path, bool empty)
            {
                if (empty) { return ""; }
                if (path == "c") { return await Load(); }
                return await (empty ? Task.FromResult(await System.IO.File.ReadAllTextAsync(path)) : Load());
            }

            [Get("/c")]
            async Task C(bool empty)
            {
                if (empty)
                {
                    await Load();
                    return;
                }

                await Task.Delay(1);
                await Load();
            }

            static async Task<string> Load()
            {
                await Task.Delay(1);
                Func<Task> other = () => Task.CompletedTask;
                return "";
            }
        }
        """);

    [Fact]
    public Task Endpoints_BecomeAsynchronous() => Fix(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        class Endpoints(object app, RequestDelegate next)
        {
            void Map()
            {
                app.MapGet("/a", (string path, CancellationToken aborted) => {|PIC1003:System.IO.File.ReadAllText(path)|});
                app.MapGet("/b", () => { {|PIC1002:Thread.Sleep(1)|}; return "a"; });
                app.MapGet("/c", static () => { {|PIC1002:Thread.Sleep(1)|}; });
                app.MapGet("/d", context => { {|PIC1002:Thread.Sleep(1)|}; return Task.CompletedTask; });
                app.MapGet("/e", Get);
            }

            static string Get(string path) => {|PIC1003:System.IO.File.ReadAllText(path)|};

            public Task InvokeAsync(HttpContext context) // middleware
            {
                {|PIC1002:Thread.Sleep(1)|};
                return next(context);
            }
        }

        public class Files : ControllerBase
        {
            public string Read(string path) => {|PIC1003:System.IO.File.ReadAllText(path)|};
        }
        """,
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        class Endpoints(object app, RequestDelegate next)
        {
            void Map()
            {
                app.MapGet("/a", async (string path, CancellationToken aborted) => await System.IO.File.ReadAllTextAsync(path, aborted));
                app.MapGet("/b", async () => { await Task.Delay(1); return "a"; });
                app.MapGet("/c", static async () => { await Task.Delay(1); });
                app.MapGet("/d", async context => { await Task.Delay(1, context.RequestAborted); return; });
                app.MapGet("/e", Get);
            }

            static async Task<string> Get(string path) => await System.IO.File.ReadAllTextAsync(path);

            public async Task InvokeAsync(HttpContext context) // middleware
            {
                await Task.Delay(1, context.RequestAborted);
                await next(context);
            }
        }

        public class Files : ControllerBase
        {
            public async Task<string> Read(string path) => await System.IO.File.ReadAllTextAsync(path, HttpContext.RequestAborted);
        }
        """,
        """
        namespace Microsoft.AspNetCore.Http
        {
            public class HttpContext { public System.Threading.CancellationToken RequestAborted => default; }
            public delegate System.Threading.Tasks.Task RequestDelegate(HttpContext context);
        }

        namespace Microsoft.AspNetCore.Mvc
        {
            public class ControllerBase { public Http.HttpContext HttpContext => new(); }
        }

        namespace Microsoft.AspNetCore.Builder
        {
            public static class EndpointRouteBuilderExtensions
            {
                public static void MapGet(this object app, string pattern, System.Delegate endpoint) { }
                public static void MapGet(this object app, string pattern, Http.RequestDelegate endpoint) { }
            }
        }
        """);

    [Fact]
    public Task CallOverSeveralLines_IsAwaited() => Fix(
        """
        [Handler]
        partial class Users
        {
            [Get("/")]
            async ValueTask<string> A(string path, CancellationToken aborted)
            {
                await Task.Yield();
                var text = System.IO.File
                    .{|PIC1003:ReadAllText(path)|}
                    .Trim();
                return text;
            }
        }
        """,
        """
        [Handler]
        partial class Users
        {
            [Get("/")]
            async ValueTask<string> A(string path, CancellationToken aborted)
            {
                await Task.Yield();
                var text = (await System.IO.File
                    .ReadAllTextAsync(path, aborted))
                    .Trim();
                return text;
            }
        }
        """);

    [Theory]
    [InlineData("""class A { [NonBlocking] void Run() => {|PIC1002:Thread.Sleep(1)|}; }""")]
    [InlineData("""class A { [NonBlocking] public void Run() { {|PIC1002:Thread.Sleep(1)|}; } }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] public string Get() { {|PIC1002:Thread.Sleep(1)|}; return ""; } void Other() => Get(); }""")]
    [InlineData("""interface I { string Get(); } [Handler] partial class A : I { [Get("/")] public string Get() { {|PIC1002:Thread.Sleep(1)|}; return ""; } }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] public virtual string Get() { {|PIC1002:Thread.Sleep(1)|}; return ""; } }""")]
    [InlineData("""[Handler("POST /")] partial class A { [OnContent] void Take(ReadOnlySpan<byte> octets) { {|PIC1002:Thread.Sleep(1)|}; } }""")]
    [InlineData("""[Handler("POST /")] partial class A { [OnRequest] void Take(in RequestHead head) { {|PIC1002:Thread.Sleep(1)|}; } }""")]
    [InlineData("""[Middleware] partial class A { [OnDone] void Done() { {|PIC1002:Thread.Sleep(1)|}; } }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] IAsyncEnumerable<int> Get() { {|PIC1002:Thread.Sleep(1)|}; return null!; } }""")]
    [InlineData("""class A { int P { [NonBlocking] get { {|PIC1002:Thread.Sleep(1)|}; return 1; } } }""")]
    [InlineData("""class A { [NonBlocking] async Task Run() { await Task.Yield(); {|PIC1006:lock (this)|} { {|PIC1002:Thread.Sleep(1)|}; } } }""")]
    [InlineData("""class A { [NonBlocking] async Task Run() { await Task.Yield(); Action a = () => {|PIC1002:Thread.Sleep(1)|}; a(); } }""")]
    [InlineData("""class A { [NonBlocking] async Task Run(Task task) { await Task.Yield(); if ({|PIC1001:task.Wait(100)|}) { } } }""")]
    [InlineData("""class A { [NonBlocking] async Task Run(Task? task) { await Task.Yield(); task?{|PIC1001:.Wait()|}; } }""")]
    [InlineData("""class A { [NonBlocking] async Task Run(System.IO.Stream s) { await Task.Yield(); Span<byte> b = stackalloc byte[1]; {|PIC1003:s.Read(b)|}; } }""")]
    [InlineData("""class A { [NonBlocking] IEnumerable<int> Run() { {|PIC1002:Thread.Sleep(1)|}; yield return 1; } }""")]
    public Task WhatWouldNotCompile_OrChangeForOthers_IsNotOffered(string source) => Fix(source, source);

    private static Task Fix(string source, string expected, string? other = null) => Check.Fix<BlockingAnalyzer, AwaitCodeFix>(source, expected, test =>
    {
        // What is not offered stays.
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        if (other is not null)
        {
            test.TestState.Sources.Add(("Other.cs", other));
            test.FixedState.Sources.Add(("Other.cs", other));
        }
    });
}
