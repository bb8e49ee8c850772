using Microsoft.CodeAnalysis.Text;
using Picard.Gen.CodeFixes;

namespace Picard.Gen.Analyzers.Tests;

public class PoolingBuilderCodeFixTests
{
    [Fact]
    public Task Builder_IsAdded_AndTasksBecomeValueTasks() => Check.Fix<TaskBuilderAnalyzer, PoolingBuilderCodeFix>(
        """
        // The users.
        [Handler]
        partial class Users
        {
            // One of them.
            [Get("/a")] async ValueTask<string> {|PIC5006:A|}() { await Task.Yield(); return await B(); }

            // All of them.
            [Get("/b")]
            [ContentType("text/plain")]
            public async Task<string> {|PIC5006:B|}()
            {
                await C();
                return "";
            }

            // None of them.
            private async ValueTask {|PIC5006:C|}() => await Task.Yield(); // none

            [Get("/d"), ContentType("text/plain")] async System.Threading.Tasks.Task<string> {|PIC5006:D|}() { await C(); return ""; }
        }
        """,
        """
        // The users.
        [Handler]
        partial class Users
        {
            // One of them.
            [Get("/a"), AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] async ValueTask<string> A() { await Task.Yield(); return await B(); }

            // All of them.
            [Get("/b")]
            [ContentType("text/plain")]
            [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
            public async ValueTask<string> B()
            {
                await C();
                return "";
            }

            // None of them.
            [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
            private async ValueTask C() => await Task.Yield(); // none

            [Get("/d"), ContentType("text/plain"), AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] async System.Threading.Tasks.ValueTask<string> D() { await C(); return ""; }
        }
        """,
        static test =>
        {
            // The namespace of the builder is imported once, in its place.
            var (name, text) = test.FixedState.Sources[0];
            var imported = text.ToString().Replace("using System.Collections.Generic;\n", "using System.Collections.Generic;\nusing System.Runtime.CompilerServices;\n", StringComparison.Ordinal);
            test.FixedState.Sources[0] = (name, SourceText.From(imported, text.Encoding));
        });

    [Fact]
    public Task Builder_IsNotOffered_WhereItWouldNotCompile()
    {
        const string Source = """
            [Handler]
            partial class Users
            {
                [Get("/a")] async Task {|PIC5006:A|}() => await Task.Yield();
                Task Both() => Task.WhenAll(A(), A());
            }
            """;
        return Check.Fix<TaskBuilderAnalyzer, PoolingBuilderCodeFix>(Source, Source, static test => test.FixedState.MarkupHandling = Microsoft.CodeAnalysis.Testing.MarkupMode.Allow);
    }
}
