namespace Picard.Transport.Tests;

/// <summary>TLS over connections of event loops: where things run.</summary>
public sealed class TlsLoopTests : TransportContract<EpollNetwork>
{
    [Fact]
    public async Task Handshake_ThatALoopAsksFor_EndsOnThatLoop_AndComputesElsewhere()
    {
        await using var pair = await ConnectAsync();
        var accepting = TlsConnection.AuthenticateAsServerAsync(pair.Server, TestCertificates.ServerOptions(TestCertificates.Localhost)).AsTask();
        var options = TestCertificates.ClientOptions("localhost");
        var isValidatedOnLoop = true;
        options.RemoteCertificateValidationCallback = (_, _, _, _) =>
        {
            isValidatedOnLoop = pair.Client.IsOnItsLoop;
            return pair.Client.RemoteEndPoint is not null;
        };
        var ended = new TaskCompletionSource<(TlsConnection Connection, bool IsOnLoop)>(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Client.Scheduler.Schedule(
            ignored =>
            {
                var handshake = HandshakeAsync();
                Assert.False(handshake.IsCompleted);
            },
            null);
        var (connection, isOnLoop) = await Within(ended.Task);
        Assert.True(isOnLoop);
        Assert.False(isValidatedOnLoop);

        // The server's end of the handshake comes last: a client that closes before it may reset it.
        await using var server = await Within(accepting);
        await connection.DisposeAsync();

        async Task HandshakeAsync()
        {
            var connection = await TlsConnection.AuthenticateAsClientAsync(pair.Client, options).ConfigureAwait(false);
            ended.SetResult((connection, connection.IsOnItsLoop));
        }
    }

    [Fact]
    public async Task Read_OfASession_GoesOnOnTheLoop()
    {
        await using var pair = await ConnectAsync();
        var accepting = TlsConnection.AuthenticateAsServerAsync(pair.Server, TestCertificates.ServerOptions(TestCertificates.Localhost)).AsTask();
        await using var client = await Within(TlsConnection.AuthenticateAsClientAsync(pair.Client, TestCertificates.ClientOptions("localhost")));
        await using var server = await Within(accepting);
        var read = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = client.Input.ReadAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        var reading = waiting.ContinueWith(_ => read.SetResult(client.IsOnItsLoop), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await SendAsync(server.Output, [1]);
        Assert.True(await Within(read.Task));
        await Within(reading);
        client.Input.AdvanceTo((await waiting).Buffer.End);
    }
}
