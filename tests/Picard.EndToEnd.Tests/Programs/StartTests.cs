using System.Net;
using System.Net.Sockets;
using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests.Programs;

/// <summary>What a person meets who starts a server: its address, or one line that says why there is none.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Address_IsPrintedOnceItIsListenedOn()
    {
        await using var hello = SampleProcess.Start("Hello", null, "--urls=http://127.0.0.1:0");
        await AssertGreetsAsync(await hello.EndPointAsync());
    }

    [Fact]
    public async Task Addresses_AreEachListenedOn()
    {
        var families = LoopbackAddresses();
        var urls = string.Join(';', families.Append(IPAddress.Loopback).Select(address => $"http://{new IPEndPoint(address, 0)}"));
        await using var hello = SampleProcess.Start("Hello", null, "--urls", urls);
        foreach (var address in families.Append(IPAddress.Loopback))
        {
            var endPoint = (IPEndPoint)await hello.EndPointAsync();
            Assert.Equal(address, endPoint.Address);
            await AssertGreetsAsync(endPoint);
        }
    }

    [Fact]
    public async Task Localhost_IsOnePortOfEachFamily()
    {
        await using var hello = SampleProcess.Start("Hello", null, "--urls", "http://localhost:0");
        var ports = new HashSet<int>();
        foreach (var address in LoopbackAddresses())
        {
            var endPoint = (IPEndPoint)await hello.EndPointAsync();
            Assert.Equal(address, endPoint.Address);
            ports.Add(endPoint.Port);
            await AssertGreetsAsync(endPoint);
        }

        Assert.Single(ports);
    }

    [Fact]
    public async Task UnixSocket_IsListenedOn()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var hello = SampleProcess.Start("Hello", null, "--urls", $"unix:{path}");
        Assert.Equal($"unix:{path}", await hello.AddressAsync());
        await AssertGreetsAsync(new UnixDomainSocketEndPoint(path));
        hello.Signal(SampleProcess.Terminate);
        Assert.Equal(0, (await hello.EndAsync()).ExitCode);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Environment_StandsInForTheOption()
    {
        await using var hello = SampleProcess.Start("Hello", "http://127.0.0.1:0");
        await AssertGreetsAsync(await hello.EndPointAsync());
    }

    [Fact]
    public async Task Environment_IsOverruledByTheOption()
    {
        await using var hello = SampleProcess.Start("Hello", "no address", "--urls", "http://127.0.0.1:0");
        await AssertGreetsAsync(await hello.EndPointAsync());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_NamesEveryOptionAndExitsWithZero(string option)
    {
        await using var hello = SampleProcess.Start("Hello", null, option);
        var (exitCode, output, errors) = await hello.EndAsync();
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("--urls", output, StringComparison.Ordinal);
        Assert.Contains("PICARD_URLS", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddressInUse_IsOneLineAndExitCodeOne()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";
        await AssertOneLineAsync(SampleProcess.Start("Hello", null, "--urls", url), url, "in use");
    }

    [Fact]
    public async Task AddressInUse_BySecondOfSeveral_LeavesNoneListening()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await AssertOneLineAsync(SampleProcess.Start("Hello", null, "--urls", $"http://127.0.0.1:0;http://{other.LocalEndpoint}"), "in use");
    }

    [Fact] // The file system of terminals lets nobody make a file in it, root neither: EPERM, and EACCES for others.
    public async Task AddressWithoutPermission_IsOneLineAndExitCodeOne()
    {
        await using var hello = SampleProcess.Start("Hello", null, "--urls", "unix:/dev/pts/hello.sock");
        var ended = await hello.EndAsync();
        const string Line = "Cannot listen on unix:/dev/pts/hello.sock: permission denied; a port below 1024 needs a privilege, a socket file a directory that may be written.";
        Assert.Equal((1, "", Line + Environment.NewLine), ended);
    }

    [Theory]
    [InlineData("Unknown option '--frobnicate'", "--frobnicate")]
    [InlineData("Unknown option 'extra'", "--urls", "http://127.0.0.1:0", "extra")]
    [InlineData("--urls needs an address", "--urls")]
    [InlineData("--urls names no address", "--urls", "")]
    [InlineData("'nowhere'", "--urls", "nowhere")]
    [InlineData("'nowhere.example'", "--urls", "http://nowhere.example:1")]
    [InlineData("'ftp://127.0.0.1'", "--urls", "ftp://127.0.0.1")]
    [InlineData("https is not supported", "--urls", "https://127.0.0.1:0")]
    [InlineData("'99999'", "--urls", "http://127.0.0.1:99999")]
    [InlineData("no path", "--urls", "http://127.0.0.1:0/path")]
    [InlineData("203.0.113.1", "--urls", "http://203.0.113.1:0")]
    [InlineData("directory does not exist", "--urls", "unix:/nosuchfolder/socket")]
    public async Task WrongArgument_IsOneLineAndExitCodeOne(string named, params string[] arguments) =>
        await AssertOneLineAsync(SampleProcess.Start("Hello", null, arguments), named);

    [Fact]
    public async Task WrongEnvironment_IsOneLineAndExitCodeOne() => await AssertOneLineAsync(SampleProcess.Start("Hello", "http://:x"), "http://:x");

    [Fact]
    public async Task FileThatIsNoSocket_IsRefusedAndKept()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, "precious");
        await AssertOneLineAsync(SampleProcess.Start("Hello", null, "--urls", $"unix:{path}"), path, "not a socket");
        Assert.Equal("precious", await File.ReadAllTextAsync(path));
        File.Delete(path);
    }

    // A machine may know localhost in one family only.
    private static List<IPAddress> LoopbackAddresses()
    {
        var addresses = new List<IPAddress>();
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            try
            {
                using var listener = new TcpListener(address, 0);
                listener.Start();
                addresses.Add(address);
            }
            catch (SocketException)
            {
                // Not here.
            }
        }

        Assert.NotEmpty(addresses);
        return addresses;
    }

    private static async Task AssertOneLineAsync(SampleProcess process, params string[] named)
    {
        await using (process)
        {
            var (exitCode, output, errors) = await process.EndAsync();
            Assert.Equal((1, ""), (exitCode, output));
            var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.All(named, part => Assert.Contains(part, line, StringComparison.Ordinal));
        }
    }

    private static async Task AssertGreetsAsync(EndPoint endPoint)
    {
        await using var connection = await RawConnection.ConnectAsync(endPoint);
        await connection.SendAsync("GET /hello/Ada HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Equal("Hello, Ada!", (await connection.RequireAsync()).Text);
        await connection.RequireEndAsync();
    }
}
