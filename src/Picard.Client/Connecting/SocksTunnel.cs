using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Picard.Transport;

namespace Picard.Client;

/// <summary>Asks a SOCKS proxy, version 5, for a tunnel (RFC 1928), with a user and a password if there are some (RFC 1929). Names are resolved by the proxy.</summary>
/// <remarks>Every reply has a length that its first octets tell, 262 at most, so that nothing behind it is taken: it is the origin's.</remarks>
internal sealed class SocksTunnel(ClientProxy proxy)
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte UserAndPassword = 2;
    private const byte ConnectCommand = 1;
    private const byte IPv4Address = 1;
    private const byte DomainName = 3;
    private const byte IPv6Address = 4;

    /// <summary>Asks for a tunnel to an origin.</summary>
    /// <param name="transport">The connection to the proxy; it stays the caller's.</param>
    /// <param name="origin">Where the tunnel is to lead.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestException">The proxy refused, or is none: <see cref="RequestFault.Proxy"/>.</exception>
    /// <exception cref="TransportException">The connection was lost.</exception>
    public async ValueTask OpenAsync(TransportConnection transport, Origin origin, CancellationToken cancellationToken)
    {
        // RFC 1928 §3: what is offered, and what the proxy chooses of it.
        byte[] offer = proxy.Credentials is null ? [Version, 1, NoAuthentication] : [Version, 2, NoAuthentication, UserAndPassword];
        await SendAsync(transport, offer, origin, cancellationToken).ConfigureAwait(false);
        var choice = await ReceiveAsync(transport.Input, 2, origin, cancellationToken).ConfigureAwait(false);
        ThrowUnlessVersion(choice[0], origin);
        if (choice[1] == UserAndPassword && proxy.Credentials is { } credentials)
        {
            await AuthenticateAsync(transport, credentials, origin, cancellationToken).ConfigureAwait(false);
        }
        else if (choice[1] != NoAuthentication)
        {
            throw Fault(origin, proxy.Credentials is null ? "wants to know who asks, and no credentials are set" : "accepts neither a user with a password nor nobody");
        }

        await SendAsync(transport, RequestFor(origin), origin, cancellationToken).ConfigureAwait(false);
        await ReadReplyAsync(transport.Input, origin, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask AuthenticateAsync(TransportConnection transport, NetworkCredential credentials, Origin origin, CancellationToken cancellationToken)
    {
        // RFC 1929 §2; the lengths were looked at when the proxy was described.
        var (user, password) = (Encoding.UTF8.GetBytes(credentials.UserName), Encoding.UTF8.GetBytes(credentials.Password));
        await SendAsync(transport, [1, (byte)user.Length, .. user, (byte)password.Length, .. password], origin, cancellationToken).ConfigureAwait(false);
        var answer = await ReceiveAsync(transport.Input, 2, origin, cancellationToken).ConfigureAwait(false);
        if (answer[1] != 0)
        {
            throw Fault(origin, "does not accept the credentials");
        }
    }

    private byte[] RequestFor(Origin origin)
    {
        byte[] address;
        if (IPAddress.TryParse(origin.Host, out var literal))
        {
            address = [literal.AddressFamily == AddressFamily.InterNetwork ? IPv4Address : IPv6Address, .. literal.GetAddressBytes()];
        }
        else
        {
            // RFC 1928 §5: one octet has the length of the name.
            address = origin.Host.Length <= byte.MaxValue
                ? [DomainName, (byte)origin.Host.Length, .. Encoding.ASCII.GetBytes(origin.Host)]
                : throw Fault(origin, "cannot be told a name of more than 255 octets");
        }

        byte[] request = [Version, ConnectCommand, 0, .. address, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(request.Length - 2), (ushort)origin.Port);
        return request;
    }

    private async ValueTask ReadReplyAsync(PipeReader input, Origin origin, CancellationToken cancellationToken)
    {
        // RFC 1928 §6: version, reply, reserved, type of the address, the address or its length.
        var reply = await ReceiveAsync(input, 5, origin, cancellationToken).ConfigureAwait(false);
        ThrowUnlessVersion(reply[0], origin);
        if (reply[1] != 0)
        {
            throw Fault(origin, Describe(reply[1]));
        }

        var rest = reply[3] switch
        {
            IPv4Address => 3 + 2,
            IPv6Address => 15 + 2,
            DomainName => reply[4] + 2,
            _ => throw Fault(origin, $"answered with an address of the unknown type {reply[3]}"),
        };
        await ReceiveAsync(input, rest, origin, cancellationToken).ConfigureAwait(false);
    }

    private static string Describe(byte reply) => reply switch
    {
        1 => "has failed (reply 1)",
        2 => "does not allow the connection (reply 2)",
        3 => "cannot reach the network of the host (reply 3)",
        4 => "cannot reach the host (reply 4)",
        5 => "was refused by the host (reply 5)",
        6 => "found the host too far away, or too slow (reply 6)",
        7 => "knows no CONNECT (reply 7)",
        8 => "knows no addresses of this type (reply 8)",
        _ => $"answered with the unknown reply {reply}",
    };

    private async ValueTask SendAsync(TransportConnection transport, byte[] octets, Origin origin, CancellationToken cancellationToken)
    {
        var flushed = await transport.Output.WriteAsync(octets, cancellationToken).ConfigureAwait(false);
        if (flushed.IsCompleted)
        {
            throw Fault(origin, "closed the connection");
        }
    }

    private async ValueTask<byte[]> ReceiveAsync(PipeReader input, int count, Origin origin, CancellationToken cancellationToken)
    {
        var read = await input.ReadAtLeastAsync(count, cancellationToken).ConfigureAwait(false);
        if (read.Buffer.Length < count)
        {
            input.AdvanceTo(read.Buffer.End);
            throw Fault(origin, "closed the connection before it answered");
        }

        var octets = read.Buffer.Slice(0, count);
        var received = octets.ToArray();
        input.AdvanceTo(octets.End);
        return received;
    }

    private void ThrowUnlessVersion(byte version, Origin origin)
    {
        if (version != Version)
        {
            throw Fault(origin, $"speaks no SOCKS version 5, but begins with the octet {version}");
        }
    }

    private RequestException Fault(Origin origin, string what) =>
        new(RequestFault.Proxy, origin.Authority, $"No tunnel to {origin.Authority}: the proxy {proxy.Authority} {what.TrimEnd('.')}.");
}
