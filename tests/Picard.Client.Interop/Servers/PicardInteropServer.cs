namespace Picard.Client.Interop;

/// <summary>Our own server.</summary>
internal sealed class PicardInteropServer : InteropServer
{
    private readonly PicardServer _server = PicardServer.Create<InteropApplication>(new ServerOptions { Urls = ["http://127.0.0.1:0"] });

    public override string Name => "picard";

    // When a connection ends is our server's own to decide, not a handler's.
    public override IReadOnlySet<string> Without { get; } = new HashSet<string> { "close", "drop" };

    public override bool HasSocket => true;

    public override async Task StartAsync()
    {
        await _server.StartAsync();
        Base = _server.Addresses[0].TrimEnd('/');
    }

    public override ValueTask DisposeAsync() => _server.DisposeAsync();
}
