using Microsoft.CodeAnalysis.Testing;
using Picard.Gen.CodeFixes;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>Fix-all of a document, of a project and of a solution: several files, of two projects, and several places in one method.</summary>
public class FixAllTests
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Threading;\nusing System.Threading.Tasks;\nusing Picard;\n\n";

    [Fact]
    public Task WaitsInWaits_AreAwaited_InEveryFile() => FixEverywhere<BlockingAnalyzer, AwaitCodeFix>(
        """
        [Handler]
        partial class NAME
        {
            // One after the other.
            [Get("/a")]
            async ValueTask<int> A(Task<Node> node, Task<Node> other, CancellationToken aborted)
            {
                await Task.Yield();
                return {|PIC1001:{|PIC1001:node.Result|}.Next.Result|}.Number // the next
                    + {|PIC1001:{|PIC1001:{|PIC1001:other.Result|}.Next.Result|}.Next.GetAwaiter().GetResult()|}.Number /* the one after */;
            }

            [Get("/b")] string B(string path, CancellationToken aborted) => {|PIC1003:System.IO.File.ReadAllText({|PIC1003:System.IO.File.ReadAllText(path)|})|}; // twice

            [Get("/c")]
            void C(CancellationToken aborted)
            {
                {|PIC1002:Thread.Sleep(1)|}; // one

                /* two */ {|PIC1002:Thread.Sleep(2)|};
            }

            sealed class Node { public int Number => 1; public Task<Node> Next => Task.FromResult(this); }
        }
        """,
        """
        [Handler]
        partial class NAME
        {
            // One after the other.
            [Get("/a")]
            async ValueTask<int> A(Task<Node> node, Task<Node> other, CancellationToken aborted)
            {
                await Task.Yield();
                return (await (await node).Next).Number // the next
                    + (await (await (await other).Next).Next).Number /* the one after */;
            }

            [Get("/b")] async ValueTask<string> B(string path, CancellationToken aborted) => await System.IO.File.ReadAllTextAsync(await System.IO.File.ReadAllTextAsync(path, aborted), aborted); // twice

            [Get("/c")]
            async ValueTask C(CancellationToken aborted)
            {
                await Task.Delay(1, aborted); // one

                /* two */ await Task.Delay(2, aborted);
            }

            sealed class Node { public int Number => 1; public Task<Node> Next => Task.FromResult(this); }
        }
        """);

    [Fact]
    public Task Builders_AreAdded_InEveryFile() => FixEverywhere<TaskBuilderAnalyzer, PoolingBuilderCodeFix>(
        """
        [Handler]
        partial class NAME
        {
            // One of them.
            [Get("/a")]
            public async ValueTask<string> {|PIC5006:A|}() { await B(); return await B(); }

            [Get("/NAME/b")]
            private async Task<string> {|PIC5006:B|}() { await Task.Yield(); return ""; } // none
        }
        """,
        """
        [Handler]
        partial class NAME
        {
            // One of them.
            [Get("/a")]
            [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
            public async ValueTask<string> A() { await B(); return await B(); }

            [Get("/NAME/b")]
            [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
            private async ValueTask<string> B() { await Task.Yield(); return ""; } // none
        }
        """,
        Usings.Replace("using System.Threading;", "using System.Runtime.CompilerServices;\nusing System.Threading;", StringComparison.Ordinal));

    [Fact]
    public Task Channels_GetABound_InEveryFile() => FixEverywhere<UnboundedQueueAnalyzer, BoundedChannelCodeFix>(
        """
        class NAME
        {
            public async Task Run(IAsyncEnumerable<int> numbers)
            {
                // Both at once.
                var (one, two) = ({|PIC2005:System.Threading.Channels.Channel.CreateUnbounded<int>()|}, {|PIC2005:System.Threading.Channels.Channel.CreateUnbounded<int>( /* options */ new() { SingleReader = true })|}); // both
                await foreach (var number in numbers) { await one.Writer.WriteAsync(number); await two.Writer.WriteAsync(number); }
            }
        }
        """,
        """
        class NAME
        {
            public async Task Run(IAsyncEnumerable<int> numbers)
            {
                // Both at once.
                var (one, two) = (System.Threading.Channels.Channel.CreateBounded<int>(128), System.Threading.Channels.Channel.CreateBounded<int>( /* options */ new System.Threading.Channels.BoundedChannelOptions(128) { SingleReader = true })); // both
                await foreach (var number in numbers) { await one.Writer.WriteAsync(number); await two.Writer.WriteAsync(number); }
            }
        }
        """);

    [Fact]
    public Task Writes_AreAwaited_InEveryFile() => FixEverywhere<UnawaitedWriteAnalyzer, FlushCodeFix>(
        """
        class NAME
        {
            // As many as there are.
            Task Send(System.IO.Stream stream, byte[] piece)
            {
                _ = {|PIC2004:stream.WriteAsync(piece, 0, 1)|}; // one
                _ = {|PIC2004:stream.WriteAsync(piece, 0, 1)|}; // two
                return stream.FlushAsync();
            }
        }
        """,
        """
        class NAME
        {
            // As many as there are.
            async Task Send(System.IO.Stream stream, byte[] piece)
            {
                await stream.WriteAsync(piece, 0, 1); // one
                await stream.WriteAsync(piece, 0, 1); // two
                await stream.FlushAsync();
            }
        }
        """);

    [Fact]
    public Task Producers_GoOnAtResume_InEveryFile() => FixEverywhere<FlowAnalyzer, ResumeCodeFix>(
        """
        [Handler("GET /NAME")]
        partial class NAME
        {
            // All at once.
            [OnRequest]
            void Begin(Downstream downstream)
            {
                while ({|PIC2009:downstream.Write("a")|} == Flow.Ready) { }
                while ({|PIC2009:downstream.Write("b")|} == Flow.Ready) { }
            }
        }
        """,
        """
        [Handler("GET /NAME")]
        partial class NAME
        {
            // All at once.
            [OnRequest]
            void Begin(Downstream downstream)
            {
                while (downstream.Write("a") == Flow.Ready) { }
                while (downstream.Write("b") == Flow.Ready) { }
            }

            [OnResume]
            private void Resume()
            {
                throw new NotImplementedException();
            }
        }
        """);

    [Fact]
    public Task Types_ArePartial_InEveryFile() => FixEverywhere<TypeAnalyzer, AddPartialCodeFix>(
        """
        // Outer.
        class {|PIC0002:NAME|} { [Handler] /* users */ internal class {|PIC0001:Users|} { [Get("/NAME/a")] string A() => ""; } [Handler] internal class {|PIC0001:Pages|} { [Get("/NAME/b")] string B() => ""; } } // end
        """,
        """
        // Outer.
        partial class NAME { [Handler] /* users */ internal partial class Users { [Get("/NAME/a")] string A() => ""; } [Handler] internal partial class Pages { [Get("/NAME/b")] string B() => ""; } } // end
        """);

    [Fact]
    public Task Slashes_AreAdded_InEveryFile() => FixEverywhere<PatternAnalyzer, LiteralCodeFix>(
        """[Handler] partial class NAME { [Get( /* a */ "{|PIC0101:u|}sers/NAME/a" /* b */), Post("{|PIC0101:u|}sers/NAME/a")] string A() => ""; [Get("{|PIC0101:u|}sers/NAME/b")] string B() => ""; }""",
        """[Handler] partial class NAME { [Get( /* a */ "/users/NAME/a" /* b */), Post("/users/NAME/a")] string A() => ""; [Get("/users/NAME/b")] string B() => ""; }""");

    [Fact]
    public Task Parameters_AreAdded_InEveryFile() => FixEverywhere<ParameterAnalyzer, RouteParameterCodeFix>(
        """[Handler] partial class NAME { [Get("/NAME/{{|PIC0201:a|}:int}/{{|PIC0201:b|}}")] string A() => ""; [Get("/NAME/{{|PIC0201:a|}}")] string B(int c = 1 /* one */) => ""; }""",
        """[Handler] partial class NAME { [Get("/NAME/{a:int}/{b}")] string A(int a, string b) => ""; [Get("/NAME/{a}")] string B(string a, int c = 1 /* one */) => ""; }""");

    [Fact]
    public Task Services_AreMarked_InEveryFile() => FixEverywhere<ParameterAnalyzer, ServiceCodeFix>(
        """[Handler] partial class NAME { [Get("/NAME")] string A(/* store */ IDisposable {|PIC0209:store|}, IDisposable {|PIC0209:other|}) => ""; }""",
        """[Handler] partial class NAME { [Get("/NAME")] string A(/* store */ [Service] IDisposable store, [Service] IDisposable other) => ""; }""");

    [Fact]
    public Task Answers_AreHandled_InEveryFile() => FixEverywhere<AnswerAnalyzer, HandledCodeFix>(
        """[Middleware] partial class NAME { [OnRequest] Next Begin(Responder r, bool x, bool y) { if (x) { r.Respond(""); return {|PIC0512:Next.Continue|}; /* a */ } if (y) { r.Respond("b"); return {|PIC0512:Next.Continue|}; } return Next.Continue; } }""",
        """[Middleware] partial class NAME { [OnRequest] Next Begin(Responder r, bool x, bool y) { if (x) { r.Respond(""); return Next.Handled; /* a */ } if (y) { r.Respond("b"); return Next.Handled; } return Next.Continue; } }""");

    [Fact]
    public Task Events_AreRenamed_InEveryFile() => FixEverywhere<MiddlewareAnalyzer, EventRenameCodeFix>(
        """[Middleware] partial class NAME { [{|PIC0503:OnContent|}] void Take(ReadOnlySpan<byte> octets) { } [/* end */ {|PIC0503:OnEnd|}] void End() { } [OnDone] void Done() { } }""",
        """[Middleware] partial class NAME { [OnRequestContent] void Take(ReadOnlySpan<byte> octets) { } [/* end */ OnRequestEnd] void End() { } [OnDone] void Done() { } }""");

    [Fact]
    public Task RouteParameters_AreRenamed_InEveryFile() => FixEverywhere<ParameterAnalyzer, RouteRenameCodeFix>(
        """[Handler] partial class NAME { [Get("/NAME/{{|PIC0201:id|}:int}"), Post( /* two */ "/NAME/{{|PIC0201:key|}}")] string A(int userId) => ""; [Get("/NAME/b/{{|PIC0201:id|}}/{c}")] string B(string c, Guid item) => ""; }""",
        """[Handler] partial class NAME { [Get("/NAME/{userId:int}"), Post( /* two */ "/NAME/{userId}")] string A(int userId) => ""; [Get("/NAME/b/{item}/{c}")] string B(string c, Guid item) => ""; }""");

    [Fact]
    public Task TakenRoutes_GetPathsOfTheirOwn_InEveryFile() => FixEverywhere<RouteTableAnalyzer, DuplicateRouteCodeFix>(
        """[Handler] partial class NAME { [Get("/NAME")] string A() => ""; [{|PIC0102:Get("/NAME")|}] string Again() => ""; [{|PIC0102:Get( /* c */ "/NAME")|}, Post("/NAME")] string OnceMore() => ""; }""",
        """[Handler] partial class NAME { [Get("/NAME")] string A() => ""; [Get("/NAME/again")] string Again() => ""; [Get( /* c */ "/NAME/once-more"), Post("/NAME")] string OnceMore() => ""; }""");

    [Fact]
    public Task TypesOfOneValue_AreMadeParsable_Once_InEveryFile() => FixEverywhere<ParameterAnalyzer, ParsableCodeFix>(
        """
        #nullable enable
        // Who.
        public readonly record struct NAMEId(int Value);

        [Handler]
        public partial class NAME
        {
            [Get("/NAME/{id}")] private string Get(NAMEId {|PIC0206:id|}) => ""; // one

            [Get("/NAME/all")] private string All(NAMEId[] {|PIC0209:ids|}, NAMEId {|PIC0209:last|}) => ""; // and all
        }
        """,
        """
        #nullable enable
        // Who.
        public readonly record struct NAMEId(int Value) : IParsable<NAMEId>
        {
            public static NAMEId Parse(string s, IFormatProvider? provider) => new(int.Parse(s, provider));

            public static bool TryParse([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? s, IFormatProvider? provider, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out NAMEId result)
            {
                if (int.TryParse(s, provider, out var value))
                {
                    result = new(value);
                    return true;
                }

                result = default;
                return false;
            }
        }

        [Handler]
        public partial class NAME
        {
            [Get("/NAME/{id}")] private string Get(NAMEId id) => ""; // one

            [Get("/NAME/all")] private string All(NAMEId[] ids, NAMEId last) => ""; // and all
        }
        """);

    [Fact]
    public Task Loops_FlushWhatTheyWrite_InEveryFile() => FixEverywhere<FlushAnalyzer, FlushCodeFix>(
        """
        class NAME
        {
            // Two loops.
            async Task Run(System.IO.Pipelines.PipeWriter output, long size, CancellationToken token)
            {
                for (var sum = 0L; sum < size; sum += 4096)
                {
                    {|PIC2003:output.GetSpan(4096)|}.Clear(); // one
                    output.Advance(4096);
                }

                for (var sum = 0L; sum < size; sum += 512)
                {
                    {|PIC2003:output.GetSpan(512)|}.Clear(); // two
                    output.Advance(512);
                }

                await output.FlushAsync(token);
            }
        }
        """,
        """
        class NAME
        {
            // Two loops.
            async Task Run(System.IO.Pipelines.PipeWriter output, long size, CancellationToken token)
            {
                for (var sum = 0L; sum < size; sum += 4096)
                {
                    output.GetSpan(4096).Clear(); // one
                    output.Advance(4096);
                    if ((await output.FlushAsync(token)).IsCompleted)
                    {
                        break;
                    }
                }

                for (var sum = 0L; sum < size; sum += 512)
                {
                    output.GetSpan(512).Clear(); // two
                    output.Advance(512);
                    if ((await output.FlushAsync(token)).IsCompleted)
                    {
                        break;
                    }
                }

                await output.FlushAsync(token);
            }
        }
        """);

    /// <summary>The source as two files of a project and one of another; NAME is different in each.</summary>
    private static Task FixEverywhere<TAnalyzer, TCodeFix>(string source, string expected, string? usings = null)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new()
        where TCodeFix : Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider, new()
    {
        var test = new CodeFixTest<TAnalyzer, TCodeFix>();
        foreach (var (state, text) in new[] { (test.TestState, Usings + source), (test.FixedState, (usings ?? Usings) + expected) })
        {
            state.Sources.Add(("One.cs", text.Replace("NAME", "One", StringComparison.Ordinal)));
            state.Sources.Add(("Two.cs", text.Replace("NAME", "Two", StringComparison.Ordinal)));
            var other = state.AdditionalProjects["Other"];
            other.ReferenceAssemblies = test.TestState.ReferenceAssemblies;
            other.AdditionalReferences.AddRange(test.TestState.AdditionalReferences);
            other.Sources.Add(("Three.cs", text.Replace("NAME", "Three", StringComparison.Ordinal)));
        }

        test.DisabledDiagnostics.Add("CS4014");
        return test.RunAsync();
    }
}
