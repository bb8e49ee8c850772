using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Picard.Client.Interop;

namespace Picard.Proxy.Interop;

/// <summary>Our server in a process of its own, which is killed and started again.</summary>
internal sealed class RestartedServer : IAsyncDisposable
{
    /// <summary>What makes this program such a process.</summary>
    public const string Argument = "--serve";

    private Process? _process;

    /// <summary>Where it listens, each time.</summary>
    public string Url { get; } = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");

    /// <summary>What the process does: serves until it is killed, or the one that started it has ended.</summary>
    public static async Task<int> ServeAsync(string url)
    {
        await using var server = PicardServer.Create<InteropApplication>(new ServerOptions { Urls = [url] });
        await server.StartAsync();
        Console.WriteLine(server.Addresses[0]);
        _ = await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Starts it, and waits until it listens.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(RestartedServer).Assembly.Location, Argument, Url]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet")
        {
            // The program was started by its own name.
            start.ArgumentList.RemoveAt(0);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("The server does not start.");
        Require.That(await _process.StandardOutput.ReadLineAsync() is not null, "the server has ended as it was started");
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
