namespace Picard.Client.Tests.Typed;

/// <summary>What the tests of typed clients have in common: a scripted server behind the client of the shop.</summary>
public abstract class TypedClient : IAsyncDisposable
{
    private readonly ScriptedNetwork _network = new();
    private ScriptedPeer? _server;

    protected TypedClient()
    {
        Client = new PicardClient(new ClientOptions { Connector = _network });
        Shop = PicardClient.Create<IShop>(Client);
    }

    internal PicardClient Client { get; }

    internal IShop Shop { get; }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Client.DisposeAsync();
    }

    /// <summary>The head of the next request, without the fields that every request has.</summary>
    internal async Task<string> ReadHeadAsync()
    {
        _server = await _network.AcceptAsync();
        var head = await _server.ReadHeadAsync();
        return head.Replace("Host: 127.0.0.1\r\n", "", StringComparison.Ordinal).Replace("User-Agent: Picard.Gen\r\n", "", StringComparison.Ordinal).Replace("Accept: application/json\r\n", "", StringComparison.Ordinal);
    }

    internal ScriptedPeer Server => _server!;

    internal Task RespondAsync(string statusAndFields, string content = "") =>
        Server.SendAsync($"HTTP/1.1 {statusAndFields}\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(content)}\r\n\r\n{content}");
}
