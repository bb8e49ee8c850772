using Picard.Client;
using Picard.Gen;
using Picard.Http;

namespace Picard.Proxy;

// What an exchange becomes after 101, or a 2xx to CONNECT: octets both ways, until both have ended.
internal sealed partial class Forwarder
{
    private async ValueTask TunnelAsync(ClientConnection connection)
    {
        var exchange = Exchange;
        var relay = _relay!;
        CheckSwitch(connection.Response);
        if (!exchange.TryBeginTunnel(connection.Response.Status))
        {
            throw new ExchangeException(AbortReason.ClientGone, "The client is gone.");
        }

        WriteTunnelHead(connection.Response);
        await SendAsync(relay, default).ConfigureAwait(false);
        var up = UpAsync(connection, relay);
        var down = DownAsync(connection, relay);
        _ = await Task.WhenAny(up, down).ConfigureAwait(false);

        // One side has ended. The other may have something to say still, but not for ever.
        using var limit = new CancellationTokenSource(gateway.Options.HalfClosedTunnelTimeout, gateway.Options.TimeProvider);
        using var aborts = limit.Token.UnsafeRegister(
            static ends =>
            {
                var (connection, relay) = ((ClientConnection, Relay))ends!;
                connection.Transport.Abort();
                relay.Abort(AbortReason.TooSlow);
            },
            (connection, relay));
        await Task.WhenAll(up, down).ConfigureAwait(false);
        exchange.CloseTunnel();
    }

    /// <summary>RFC 9110 §7.8: a server switches to what it was asked for, or not at all.</summary>
    private void CheckSwitch(ParsedResponse response)
    {
        if (response.Status == StatusCode.SwitchingProtocols
            && !(_forwardsUpgrade && response.Fields.TryGet(KnownField.Upgrade, out var protocol) && Exchange.IsOffered(protocol)))
        {
            throw new RequestException(RequestFault.Violation, _destination.Destination.Origin.Authority, "The response switches to a protocol that was not asked for (RFC 9110 §7.8).");
        }
    }

    private void WriteTunnelHead(ParsedResponse response)
    {
        var writer = new HeadWriter(_relay!.Output);
        WriteStatusLine(ref writer, response);
        if (response.Status == StatusCode.SwitchingProtocols)
        {
            _ = response.Fields.TryGet(KnownField.Upgrade, out var protocol);
            writer.WriteOctets("Connection: Upgrade\r\n"u8);
            writer.WriteField(KnownField.Upgrade, protocol);
        }

        _ = ForwardedHead.WriteResponseFields(ref writer, response.Fields, ResponseChanges);
        ResponseChanges.WriteTo(ref writer);
        writer.WriteOctets(gateway.Via.Line(response.Version));
        writer.Complete();
    }

    private static async Task UpAsync(ClientConnection connection, Relay relay)
    {
        try
        {
            while (await relay.ReadTunnelAsync().ConfigureAwait(false) is { IsEmpty: false } octets)
            {
                if (!await connection.WriteTunnelAsync(octets).ConfigureAwait(false))
                {
                    // The server has closed: its end comes on the way down.
                    return;
                }
            }

            await connection.CloseTunnelAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is ExchangeException or OperationCanceledException)
        {
            connection.Transport.Abort();
        }
    }

    private static async Task DownAsync(ClientConnection connection, Relay relay)
    {
        try
        {
            while (await connection.ReadTunnelAsync().ConfigureAwait(false) is { IsEmpty: false } octets)
            {
                foreach (var run in octets)
                {
                    if (!await relay.SendAsync(run).ConfigureAwait(false))
                    {
                        connection.Transport.Abort();
                        return;
                    }
                }
            }

            await relay.CloseOutputAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is RequestException or OperationCanceledException)
        {
            relay.CancelRead();
            relay.Abort(fault is RequestException ? AbortReason.UpstreamFailed : AbortReason.ClientGone);
        }
    }
}
