using System.Security.Cryptography;

namespace Picard.EndToEnd.Tests.Peers;

/// <summary>A server with one large file, and an application as users write it.</summary>
public class FileServer : IAsyncLifetime
{
    private readonly PicardServer _server;

    public FileServer()
        : this(ServerTransport.Automatic)
    {
    }

    private protected FileServer(ServerTransport transport) =>
        _server = PicardServer.Create<Downloads>(new ServerOptions { Urls = ["http://127.0.0.1:0"], Transport = transport }, new Shelf(this));

    /// <summary>Octets of the file: 100 MB and a few, so that no power of two divides it.</summary>
    public static int Bytes => 100_000_007;

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.bin");

    public byte[] Hash { get; private set; } = [];

    public Uri Url => new(new Uri(_server.Addresses[0]), "/download");

    public async Task InitializeAsync()
    {
        var content = new byte[Bytes];
        new Random(7).NextBytes(content);
        Hash = SHA256.HashData(content);
        await File.WriteAllBytesAsync(Path, content);
        File.SetLastWriteTimeUtc(Path, new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(Path);
    }

    private sealed class Shelf(FileServer server) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(FileServer) ? server : null;
    }
}

/// <summary>The same on the portable transport.</summary>
public sealed class SocketFileServer() : FileServer(ServerTransport.Sockets);

[Application]
internal sealed partial class Downloads;

[Handler(Application = typeof(Downloads))]
internal sealed partial class Download(FileServer server)
{
    [Get("/download")]
    private FileResponse? Get() => FileResponse.TryOpen(server.Path, out var file) ? file : null;
}
