using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Win32.SafeHandles;

namespace Picard.Transport;

/// <summary>TLS over another connection, which it owns from the handshake on. What is read and written is the plain content.</summary>
/// <remarks>
/// <para>The handshake computes on the thread pool, also where the connection beneath lives on an event loop; afterwards records are decrypted where its reads complete: on the loop.</para>
/// <para>An idle connection holds no buffer: the wait beneath is one of zero bytes. A record that arrives costs a buffer of 32 KiB until it is read.</para>
/// <para>RFC 8446 §6.1: closing the output sends close_notify and then FIN. A peer that sends FIN alone may have been cut off by anybody on the way; its stream ends
/// like any other, and <see cref="EndedWithoutNotify"/> tells it.</para>
/// </remarks>
public sealed class TlsConnection : TransportConnection
{
    private readonly TlsEnd _end;

    private TlsConnection(TransportConnection transport, TlsStream stream, SslStream ssl)
    {
        _end = new TlsEnd(transport, stream, ssl);
        Protocol = ssl.SslProtocol;
        ApplicationProtocol = ssl.NegotiatedApplicationProtocol;
        RemoteCertificate = ssl.RemoteCertificate;
    }

    /// <inheritdoc/>
    public override PipeReader Input => _end.Input;

    /// <inheritdoc/>
    public override PipeWriter Output => _end.Output;

    /// <inheritdoc/>
    public override EndPoint? LocalEndPoint => _end.LocalEndPoint;

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint => _end.RemoteEndPoint;

    /// <inheritdoc/>
    public override PipeScheduler Scheduler => _end.Scheduler;

    /// <inheritdoc/>
    public override bool IsOnItsLoop => _end.IsOnItsLoop;

    /// <inheritdoc/>
    public override TimeProvider Clock => _end.Clock;

    /// <inheritdoc/>
    public override CancellationToken PeerGone => _end.PeerGone;

    /// <inheritdoc/>
    public override PeerState PeerState => _end.PeerState;

    /// <summary>Bytes of content that have arrived and were not taken. Looks for them: session tickets are no content, and only decrypting tells. Of a record longer than a slab it counts the part that fits into one.</summary>
    public override int UnreadBytes => _end.UnreadBytes;

    /// <summary>Bytes of content that were handed over in records.</summary>
    public override long SentBytes => _end.SentBytes;

    /// <inheritdoc/>
    public override bool EndedWithoutNotify => _end.EndedWithoutNotify;

    /// <summary>The version that was negotiated.</summary>
    public SslProtocols Protocol { get; }

    /// <summary>The application protocol that was negotiated (ALPN, RFC 7301); empty if none was.</summary>
    public SslApplicationProtocol ApplicationProtocol { get; }

    /// <summary>The peer's certificate; null if it sent none.</summary>
    public X509Certificate? RemoteCertificate { get; }

    /// <summary>Makes the handshake of a client.</summary>
    /// <param name="transport">The connection, of which nothing was read or written yet but what precedes TLS. It is this method's from now on: if the handshake fails it is closed.</param>
    /// <param name="options">Whom to expect, and what to offer. To use the same object again for the same host resumes its sessions.</param>
    /// <param name="cancellationToken">Gives up, and closes the connection.</param>
    /// <returns>The connection. It completes where its <see cref="TransportConnection.Scheduler"/> says: who awaits it on the connection's loop goes on there.</returns>
    /// <exception cref="AuthenticationException">The peer's certificate is not accepted, or there is nothing that both sides speak.</exception>
    /// <exception cref="TransportException">The connection was lost (<see cref="TransportFault.Tls"/>: or what came is no TLS).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ValueTask<TlsConnection> AuthenticateAsClientAsync(TransportConnection transport, SslClientAuthenticationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(options);
        return AuthenticateAsync(transport, static (ssl, options, cancellation) => ssl.AuthenticateAsClientAsync(options, cancellation), options, cancellationToken);
    }

    /// <summary>Makes the handshake of a server.</summary>
    /// <param name="transport">The connection, as for <see cref="AuthenticateAsClientAsync"/>.</param>
    /// <param name="options">The certificate, and what to accept. Use one object for all connections: it holds the key of the sessions.</param>
    /// <param name="cancellationToken">Gives up, and closes the connection.</param>
    /// <returns>The connection. It completes where its <see cref="TransportConnection.Scheduler"/> says: who awaits it on the connection's loop goes on there.</returns>
    /// <exception cref="AuthenticationException">The client's certificate is not accepted, or there is nothing that both sides speak.</exception>
    /// <exception cref="TransportException">The connection was lost (<see cref="TransportFault.Tls"/>: or what came is no TLS).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ValueTask<TlsConnection> AuthenticateAsServerAsync(TransportConnection transport, SslServerAuthenticationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(options);
        return AuthenticateAsync(transport, static (ssl, options, cancellation) => ssl.AuthenticateAsServerAsync(options, cancellation), options, cancellationToken);
    }

    /// <inheritdoc/>
    public override void AllowUnsent(int bytes) => _end.AllowUnsent(bytes);

    /// <inheritdoc/>
    public override ValueTask<FlushResult> SendFileAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken = default) =>
        _end.SendFileAsync(file, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override void Abort() => _end.Abort();

    /// <summary>Sends what is written, then close_notify and FIN: the peer sees the end of the stream, while <see cref="Input"/> can still be read.</summary>
    /// <returns>Completes when the FIN is handed to the transport, or when the peer is gone.</returns>
    public override ValueTask CloseOutputAsync() => _end.CloseOutputAsync();

    /// <summary>Closes the connection, with close_notify if no record is under way, and the one beneath.</summary>
    /// <returns>Completes when the connection holds nothing any more.</returns>
    public override ValueTask DisposeAsync() => _end.DisposeAsync();

    private static async ValueTask<TlsConnection> AuthenticateAsync<TOptions>(
        TransportConnection transport,
        Func<SslStream, TOptions, CancellationToken, Task> authenticate,
        TOptions options,
        CancellationToken cancellationToken)
    {
        var isOnLoop = !ReferenceEquals(transport.Scheduler, PipeScheduler.ThreadPool);
        var stream = new TlsStream(transport);
        var ssl = new SslStream(stream, leaveInnerStreamOpen: false);
        var isAuthenticated = false;
        try
        {
            // A handshake computes for a millisecond, and may ask the network for certificates: not on a loop.
            if (isOnLoop) { await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); }
            await authenticate(ssl, options, cancellationToken).ConfigureAwait(false);
            isAuthenticated = true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (IOException exception) when (exception is not TransportException)
        {
            throw exception.InnerException as TransportException ?? new TransportException(TransportFault.Tls, "EPROTO", exception);
        }
        finally
        {
            if (!isAuthenticated)
            {
                await transport.DisposeAsync().ConfigureAwait(false);
                await ssl.DisposeAsync().ConfigureAwait(false);
            }
        }

        var connection = new TlsConnection(transport, stream, ssl);
        if (isOnLoop) { await new SchedulerHop(transport.Scheduler); }
        return connection;
    }
}
