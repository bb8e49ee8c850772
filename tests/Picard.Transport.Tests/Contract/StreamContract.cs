using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Picard.Transport.Tests;

/// <summary>What builds on readers and writers must work: copying, streams, and TLS over streams.</summary>
public abstract class StreamContract<TNetwork> : TransportContract<TNetwork>
    where TNetwork : TestNetwork, new()
{
    [Fact]
    public async Task CopyTo_Stream_CopiesEverything()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(3_000_000);
        var copying = ReceiveAllAsync(pair.Reader);
        await SendAsync(pair.Writer, bytes);
        await Within(pair.Writer.CompleteAsync());
        AssertSame(bytes, await copying);
    }

    [Fact]
    public async Task CopyTo_Writer_RelaysEverything()
    {
        await using var first = await ConnectAsync();
        await using var second = await ConnectAsync();
        var bytes = Pattern(3_000_000);
        var relaying = RelayAsync(first.Reader, second.Writer);
        var receiving = ReceiveAllAsync(second.Reader);
        await SendAsync(first.Writer, bytes);
        await Within(first.Writer.CompleteAsync());
        await Within(relaying);
        AssertSame(bytes, await receiving);
    }

    [Fact]
    public async Task AsStream_ReadsAndWrites()
    {
        await using var pair = await ConnectAsync();
        var (output, input) = (pair.Writer.AsStream(leaveOpen: true), pair.Reader.AsStream(leaveOpen: true));
        var bytes = Pattern(200_000);
        var writing = output.WriteAsync(bytes).AsTask();
        var received = new byte[bytes.Length];
        await Within(input.ReadExactlyAsync(received));
        await Within(writing);
        Assert.Equal(bytes, received);
        await Within(pair.Writer.CompleteAsync());
        Assert.Equal(0, await Within(input.ReadAsync(received)));
    }

    [Fact]
    public async Task AsStream_CancelledRead_ThrowsAndLosesNothing()
    {
        await using var pair = await ConnectAsync();
        using var source = new CancellationTokenSource();
        var input = pair.Reader.AsStream(leaveOpen: true);
        var received = new byte[1];
        var reading = input.ReadAsync(received, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within(reading));
        await SendAsync(pair.Writer, [5]);
        Assert.Equal(1, await Within(input.ReadAsync(received)));
        Assert.Equal(5, received[0]);
    }

    [Fact]
    public async Task SslStream_WorksInBothDirections()
    {
        await using var pair = await ConnectAsync();
        using var certificate = SelfSigned();
        await using var client = new SslStream(new DuplexStream(pair.Client), leaveInnerStreamOpen: false, (_, presented, _, _) => certificate.Equals(presented));
        await using var server = new SslStream(new DuplexStream(pair.Server), leaveInnerStreamOpen: false);
        var accepting = server.AuthenticateAsServerAsync(certificate);
        await Within(client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = SslProtocols.None }));
        await Within(accepting);
        await ExchangeAsync(client, server);
        await ExchangeAsync(server, client);
        await Within(client.ShutdownAsync());
        Assert.Equal(0, await Within(server.ReadAsync(new byte[1])));
    }

    private static async Task ExchangeAsync(SslStream from, SslStream to)
    {
        var bytes = Pattern(1_000_000);
        var writing = from.WriteAsync(bytes).AsTask();
        var received = new byte[bytes.Length];
        await Within(to.ReadExactlyAsync(received));
        await Within(writing);
        AssertSame(bytes, received);
    }

    private static async Task RelayAsync(PipeReader reader, PipeWriter writer)
    {
        await reader.CopyToAsync(writer);
        await writer.CompleteAsync();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
