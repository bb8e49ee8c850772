using Microsoft.CodeAnalysis;
using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>What is emitted for methods marked [WebSocket].</summary>
public sealed class WebSocketSourceTests
{
    [Fact]
    public void Chat()
    {
        var run = GeneratorRun.Over("""
            using System;
            using System.Net.WebSockets;
            using System.Threading;
            using System.Threading.Tasks;
            using Picard;

            namespace Shop;

            [Application] public partial class App { [Provides] private readonly Store _store = new(); }

            public sealed class Store;

            [Handler]
            public partial class Chat
            {
                private const string Protocol = "chat.1";

                [WebSocket("/rooms/{room}", Origins = new[] { "https://a.example" }, Protocols = [Protocol], KeepAliveIntervalSeconds = 10)]
                private async ValueTask Join(string room, WebSocket socket, [Service] Store store, CancellationToken aborted, int page = 1) =>
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, room + store + page, aborted);

                [WebSocket("/plain"), Obsolete]
                private static Task Plain(WebSocket socket) => Task.CompletedTask;
            }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    // The analyzers say what is wrong; what is emitted compiles all the same.
    [Theory]
    [InlineData("void M(WebSocket socket) { }")]
    [InlineData("string M(WebSocket socket) => \"\";")]
    [InlineData("Task<int> M(WebSocket socket) => Task.FromResult(1);")]
    [InlineData("ValueTask M() => default;")]
    [InlineData("ValueTask M(WebSocket one, WebSocket two) => default;")]
    public void BadSignature_LeavesNothingThatDoesNotCompile(string method) => Assert.Empty(GeneratorRun.Over($$"""
        using System.Net.WebSockets;
        using System.Threading.Tasks;
        using Picard;
        [Application] public partial class App;
        [Handler] public partial class Chat { [WebSocket("/chat")] {{method}} }
        """).Problems());

    [Theory]
    [InlineData("using Socket = System.Net.WebSockets.WebSocket; using Done = System.Threading.Tasks.ValueTask;", "Done M(Socket socket) => default;")]
    [InlineData("", "System.Threading.Tasks.Task M(System.Net.WebSockets.WebSocket socket) => System.Threading.Tasks.Task.CompletedTask;")]
    [InlineData("using System.Net.WebSockets; using System.Threading.Tasks;", "async Task M(WebSocket exchange, WebSocket? answer = null) => await Task.Yield();")]
    public void NamesOfAllForms_AreRead(string usings, string method)
    {
        var run = GeneratorRun.Over($$"""
            {{usings}}
            using Picard;
            [Application] public partial class App;
            [Handler] public partial class Chat { [Picard.WebSocket("/chat")] {{method}} }
            """);
        Assert.Empty(run.Problems());
        Assert.Contains(run.Result.GeneratedTrees, static tree => tree.ToString().Contains("RunWebSocket(() => _handler.M(", StringComparison.Ordinal));
    }
}
