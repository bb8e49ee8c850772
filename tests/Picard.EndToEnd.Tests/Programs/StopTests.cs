using System.Net.Sockets;
using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests.Programs;

/// <summary>A signal to the process, as an orchestrator sends it.</summary>
public sealed class StopTests
{
    private const string Host = "Host: a\r\n";

    [Theory]
    [InlineData(SampleProcess.Terminate)]
    [InlineData(SampleProcess.Interrupt)]
    [InlineData(SampleProcess.Quit)]
    public async Task Signal_ClosesIdleConnectionsAndExitsWithZero(int signal)
    {
        await using var hello = SampleProcess.Start("Hello", null, "--urls", "http://127.0.0.1:0");
        var endPoint = await hello.EndPointAsync();
        // Accepted before the next one, which is known to have been.
        await using var silent = await RawConnection.ConnectAsync(endPoint);
        await using var used = await RawConnection.ConnectAsync(endPoint);
        await used.SendAsync($"GET / HTTP/1.1\r\n{Host}\r\n");
        Assert.Equal("Hello, World!", (await used.RequireAsync()).Text);

        hello.Signal(signal);

        await used.RequireEndAsync();
        await silent.RequireEndAsync();
        Assert.Equal((0, "", ""), await hello.EndAsync());
        await Assert.ThrowsAsync<SocketException>(() => RawConnection.ConnectAsync(endPoint));
    }

    [Fact]
    public async Task Sigterm_WaitsForTheRequestUnderWay()
    {
        await using var echo = SampleProcess.Start("Echo", null, "--urls", "http://127.0.0.1:0");
        var endPoint = await echo.EndPointAsync();
        await using var idle = await RawConnection.ConnectAsync(endPoint);
        await using var busy = await ConnectBusyAsync(endPoint);

        echo.Signal(SampleProcess.Terminate);

        // The stop has begun once idle connections are closed.
        await idle.RequireEndAsync();
        await busy.SendAsync($"loGET /after HTTP/1.1\r\n{Host}\r\n");
        var response = await busy.RequireAsync("POST");
        Assert.Equal("hello"u8.ToArray(), response.Json().GetProperty("body").GetBytesFromBase64());
        Assert.True(response.Closes);
        await busy.RequireEndAsync();
        Assert.Equal((0, "", ""), await echo.EndAsync());
    }

    [Fact]
    public async Task SecondSigterm_EndsWhatIsUnderWay()
    {
        await using var echo = SampleProcess.Start("Echo", null, "--urls", "http://127.0.0.1:0");
        var endPoint = await echo.EndPointAsync();
        await using var idle = await RawConnection.ConnectAsync(endPoint);
        await using var busy = await ConnectBusyAsync(endPoint);

        echo.Signal(SampleProcess.Terminate);
        await idle.RequireEndAsync();
        echo.Signal(SampleProcess.Terminate);

        await Assert.ThrowsAsync<SocketException>(busy.RequireEndAsync);
        Assert.Equal(0, (await echo.EndAsync()).ExitCode);
    }

    // The 100 says that the server has taken the request and waits for its content.
    private static async Task<RawConnection> ConnectBusyAsync(System.Net.EndPoint endPoint)
    {
        var connection = await RawConnection.ConnectAsync(endPoint);
        await connection.SendAsync($"POST / HTTP/1.1\r\n{Host}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.Equal(100, (await connection.RequireAsync("POST")).Status);
        await connection.SendAsync("hel");
        return connection;
    }
}
