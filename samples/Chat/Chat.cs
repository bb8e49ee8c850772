using System.Net.WebSockets;
using Picard;

await PicardServer.RunAsync<App>(args);

[Application]
public partial class App
{
    [Provides] private readonly Rooms _rooms = new();
}

[Handler]
public partial class Chat(Rooms rooms)
{
    // Limit: of one message, as the client sends it. A person types less.
    private const int MaxMessageBytes = 4096;

    // RFC 6455 §7.4.2: registered with IANA, and without a name in WebSocketCloseStatus.
    private const WebSocketCloseStatus TryAgainLater = (WebSocketCloseStatus)1013;

    private static readonly byte[] s_page = ReadPage();

    [Get("/"), ContentType("text/html; charset=utf-8")]
    ReadOnlyMemory<byte> Page() => s_page;

    // A client of this room until one of the two leaves. Only pages of this server may join: Origins is empty.
    [WebSocket("/rooms/{room}", Compression = WebSocketCompression.Deflate)]
    async ValueTask Join(string room, string name, WebSocket socket, CancellationToken aborted)
    {
        if (rooms.Join(room, name) is not { } member)
        {
            await socket.CloseAsync(TryAgainLater, "The room is full.", aborted);
            return;
        }

        // Two halves, each at its own pace: what this client says, and what it hears.
        var hearing = HearAsync(member, socket, aborted);
        try
        {
            await SayAsync(member, socket, aborted);
        }
        finally
        {
            rooms.Leave(member);
            await hearing;
        }
    }

    private static async Task SayAsync(Member member, WebSocket socket, CancellationToken aborted)
    {
        var message = new byte[MaxMessageBytes];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(message.AsMemory(length), aborted);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            if (received.MessageType == WebSocketMessageType.Binary)
            {
                await socket.CloseAsync(WebSocketCloseStatus.InvalidMessageType, "A message is text.", aborted);
                return;
            }

            if (received.EndOfMessage)
            {
                member.Say(message.AsSpan(0, length));
                length = 0;
            }
            else if (length == message.Length)
            {
                await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, $"A message has at most {MaxMessageBytes} octets.", aborted);
                return;
            }
        }
    }

    private static async Task HearAsync(Member member, WebSocket socket, CancellationToken aborted)
    {
        try
        {
            // The await is the backpressure: while this client does not read, its queue fills up, and nobody else waits for it.
            while (await member.NextAsync(aborted) is { } line)
            {
                await socket.SendAsync(line, WebSocketMessageType.Text, endOfMessage: true, aborted);
            }
        }
        catch (WebSocketException)
        {
            // The client, or the server, has closed between two messages: the other half ends by itself.
        }
        catch (OperationCanceledException)
        {
            // The client is gone.
        }
    }

    private static byte[] ReadPage()
    {
        using var page = typeof(Chat).Assembly.GetManifestResourceStream("chat.html")!;
        var octets = new byte[page.Length];
        page.ReadExactly(octets);
        return octets;
    }
}
