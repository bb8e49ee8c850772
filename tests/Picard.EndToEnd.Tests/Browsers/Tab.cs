using System.Net.WebSockets;
using System.Text.Json;

namespace Picard.EndToEnd.Tests.Browsers;

/// <summary>A tab of a browser.</summary>
internal sealed class Tab : IDisposable
{
    private readonly ClientWebSocket _devTools = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private int _lastId;

    private Tab()
    {
    }

    public static async Task<Tab> ConnectAsync(Uri devTools)
    {
        var tab = new Tab();
        await tab._devTools.ConnectAsync(devTools, tab._patience.Token);
        return tab;
    }

    /// <summary>Waits until an expression of JavaScript is true, which the page itself looks for at every change of its document.</summary>
    public async Task UntilAsync(string condition)
    {
        var watching = $$"""
            new Promise(resolve => {
              const look = () => { if ({{condition}}) { resolve(true); return true; } return false; };
              if (!look()) {
                const watch = new MutationObserver(() => { if (look()) { watch.disconnect(); } });
                watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
              }
            })
            """;
        Assert.True((await EvaluateAsync(watching)).GetProperty("value").GetBoolean());
    }

    /// <summary>Runs JavaScript in the page, once the page is there.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        while (true)
        {
            var answer = await CallAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
            if (answer.TryGetProperty("error", out var error))
            {
                // The page that was asked made way for the next: the promise went with it.
                Assert.Contains("context", error.GetProperty("message").GetString(), StringComparison.OrdinalIgnoreCase);
                continue;
            }

            var result = answer.GetProperty("result");
            Assert.False(result.TryGetProperty("exceptionDetails", out var fault), fault.ToString());
            return result.GetProperty("result");
        }
    }

    public void Dispose()
    {
        _devTools.Dispose();
        _patience.Dispose();
    }

    private async Task<JsonElement> CallAsync(string method, object parameters)
    {
        var id = ++_lastId;
        await _devTools.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters }), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);
        while (true)
        {
            var message = await ReceiveAsync();
            if (message.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                return message;
            }
        }
    }

    private async Task<JsonElement> ReceiveAsync()
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await _devTools.ReceiveAsync(buffer.AsMemory(), _patience.Token);
            Assert.NotEqual(WebSocketMessageType.Close, received.MessageType);
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return JsonDocument.Parse(message.ToArray()).RootElement;
            }
        }
    }
}
