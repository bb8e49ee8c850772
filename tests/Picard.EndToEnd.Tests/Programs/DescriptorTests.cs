using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests.Programs;

/// <summary>A process that may have few descriptors.</summary>
public sealed class DescriptorTests
{
    private const string Request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Theory]
    [InlineData(200)] // fewer than the clients, less those of the process itself
    [InlineData(160)] // so few that accepting pauses
    public async Task ManyMoreClientsThanDescriptors_AreTurnedAway_AndTheProgramLivesOn(int descriptors)
    {
        await using var hello = SampleProcess.StartWithDescriptors(descriptors, "Hello", "--urls", "http://127.0.0.1:0");
        var endPoint = await hello.EndPointAsync();
        var clients = new List<RawConnection>();
        for (var i = 0; i < 400; i++)
        {
            if (await TryConnectAsync(endPoint) is { } client)
            {
                clients.Add(client);
                await TrySendAsync(client);
            }
        }

        foreach (var open in clients)
        {
            await open.DisposeAsync();
        }

        // It waits in the queue, or is turned away too, until the server knows that the others are gone.
        string text;
        do
        {
            await using var after = await RawConnection.ConnectAsync(endPoint);
            await after.SendAsync(Request);
            text = (await after.RequireAsync()).Text;
        }
        while (text.Contains("Service Unavailable", StringComparison.Ordinal));
        Assert.Equal("Hello, World!", text);

        hello.Signal(SampleProcess.Terminate);
        var (exitCode, _, errors) = await hello.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static async Task<RawConnection?> TryConnectAsync(System.Net.EndPoint endPoint)
    {
        try
        {
            return await RawConnection.ConnectAsync(endPoint);
        }
        catch (System.Net.Sockets.SocketException turnedAway) when (turnedAway.SocketErrorCode == System.Net.Sockets.SocketError.ConnectionReset)
        {
            // Race: the reset came before the system had told of the connection.
            return null;
        }
    }

    private static async Task TrySendAsync(RawConnection client)
    {
        try
        {
            await client.SendAsync(Request);
        }
        catch (IOException)
        {
            // Turned away already.
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Turned away already.
        }
    }
}
