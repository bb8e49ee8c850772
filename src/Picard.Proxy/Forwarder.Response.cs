using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Picard.Client;
using Picard.Gen;
using Picard.Http;

namespace Picard.Proxy;

// The response's side: its head as the client gets it, and its content.
internal sealed partial class Forwarder
{
    // Limit: a run of octets up to here is copied behind what is written already; larger ones are sent from where the transport put them, without a copy.
    private const int MaxCopiedBytes = 4 * 1024;

    // Limit: of what is gathered of the response before it is sent, while the upstream server has more at hand.
    private const int MaxGatheredResponseBytes = 32 * 1024;

    /// <summary>Passes the response on, from its head to its end.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask AnswerAsync()
    {
        var connection = _call!.Connection;
        var response = connection.Response;
        if (_transforms is { } transforms)
        {
            await transforms.ResponseAsync(new ForwardedResponse(this)).ConfigureAwait(false);
        }

        NameDestination();
        _relay!.BeginResponse();
        if (response.Framing.Kind == FramingKind.Tunnel)
        {
            await TunnelAsync(connection).ConfigureAwait(false);
        }
        else if (Exchange.HasMiddleware)
        {
            await AnswerThroughMiddlewareAsync(connection).ConfigureAwait(false);
        }
        else
        {
            await RelayContentAsync(connection, BeginResponse(response)).ConfigureAwait(false);
        }

        _isRead = true;
    }

    /// <summary>RFC 6265 §4.1: a client that belongs to another destination, or to none, is told where it belongs.</summary>
    private void NameDestination()
    {
        if (_upstream.Options.Affinity is { } affinity && _destination.Destination is { } destination
            && !destination.IsNamedBy(RequestKeys.TokenOf(affinity, Exchange.Fields)))
        {
            ResponseChanges.Add(affinity.Header ?? "Set-Cookie", destination.AffinityField);
        }
    }

    /// <summary>Writes the head.</summary>
    /// <returns>How the content ends that follows it.</returns>
    private FramingKind BeginResponse(ParsedResponse response)
    {
        var exchange = Exchange;
        var framing = FramingFor(response);
        if (framing == FramingKind.CloseDelimited)
        {
            exchange.StopPersisting();
        }

        if (!exchange.TryBeginRelayed(response.Status, out var connection))
        {
            throw new ExchangeException(AbortReason.ClientGone, "The client is gone.");
        }

        var fields = response.Fields;
        var writer = new HeadWriter(_relay!.Output);
        WriteStatusLine(ref writer, response);
        var hasDate = ForwardedHead.WriteResponseFields(ref writer, fields, ResponseChanges);
        ResponseChanges.WriteTo(ref writer);
        if (framing == FramingKind.Chunked)
        {
            writer.WriteOctets("Transfer-Encoding: chunked\r\n"u8);
            ForwardedHead.WriteTrailerField(ref writer, fields);
        }
        else if (response.ContentLength is { } length && response.Status != StatusCode.NoContent)
        {
            // To HEAD, and in 304, it is the length that GET would have had (RFC 9110 §8.6).
            writer.WriteContentLength(length);
        }

        writer.WriteOctets(gateway.Via.Line(response.Version));
        if (!hasDate)
        {
            // RFC 9110 §6.6.1: a recipient with a clock adds what its sender has left out.
            writer.WriteOctets(exchange.DateLine);
        }

        WriteConnection(ref writer, response, connection);
        writer.Complete();
        return framing;
    }

    private static void WriteStatusLine(ref HeadWriter writer, ParsedResponse response)
    {
        if (response.Status.ReasonPhrase.Length > 0)
        {
            writer.WriteStatusLine(response.Status);
        }
        else
        {
            writer.WriteStatusLine(response.Status, response.ReasonPhrase);
        }
    }

    private static void WriteConnection(ref HeadWriter writer, ParsedResponse response, ConnectionOption connection)
    {
        // RFC 9110 §15.5.22: a 426 says which protocol it wants.
        ReadOnlySpan<byte> protocols = default;
        var asksForUpgrade = response.Status == StatusCode.UpgradeRequired && response.Fields.TryGet(KnownField.Upgrade, out protocols);
        if (asksForUpgrade)
        {
            writer.WriteOctets("Upgrade: "u8);
            writer.WriteOctets(protocols);
            writer.WriteOctets("\r\n"u8);
        }

        var isClosing = connection is ConnectionOption.Close or ConnectionOption.CloseUpgrade;
        writer.WriteOctets(
            isClosing ? (asksForUpgrade ? "Connection: close, Upgrade\r\n"u8 : "Connection: close\r\n"u8)
            : connection == ConnectionOption.KeepAlive ? "Connection: keep-alive\r\n"u8
            : asksForUpgrade ? "Connection: Upgrade\r\n"u8
            : default);
    }

    private FramingKind FramingFor(ParsedResponse response)
    {
        if (Exchange.Method == Method.Head || !response.Status.AllowsContent)
        {
            return FramingKind.None;
        }

        return response.ContentLength is not null ? FramingKind.Length
            : Exchange.Head.Version == ProtocolVersion.Http10 ? FramingKind.CloseDelimited
            : FramingKind.Chunked;
    }

    /// <summary>Passes content on as it comes. What is small and complete is left to the driver to send.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask RelayContentAsync(ClientConnection connection, FramingKind framing)
    {
        var relay = _relay!;
        var total = 0L;
        while (true)
        {
            var reading = connection.ReadContentAsync();
            if (!reading.IsCompleted && relay.Output.UnflushedBytes > 0)
            {
                // The next octets are not there yet: what has come does not wait for them.
                await SendAsync(relay, default).ConfigureAwait(false);
            }

            var content = await reading.ConfigureAwait(false);
            if (content.IsEmpty)
            {
                break;
            }

            total += content.Length;
            _transforms?.ResponseContent(content);
            await WriteAsync(relay, content, framing).ConfigureAwait(false);
        }

        if (framing == FramingKind.Chunked)
        {
            var writer = new HeadWriter(relay.Output);
            writer.WriteOctets(ChunkedEncoder.LastChunkBeforeTrailers);
            ForwardedHead.WriteTrailers(ref writer, connection.Response.Trailers);
        }

        _transforms?.ResponseEnd(new ForwardedResponse(this));
        Exchange.EndRelayed(total);
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private static async ValueTask WriteAsync(Relay relay, ReadOnlySequence<byte> content, FramingKind framing)
    {
        if (framing == FramingKind.Chunked)
        {
            relay.Output.Advance(ChunkedEncoder.WriteSizeLine(relay.Output.GetSpan(ChunkedEncoder.MaxSizeLineBytes), content.Length));
        }

        foreach (var octets in content)
        {
            if (octets.Length > MaxCopiedBytes)
            {
                await SendAsync(relay, octets).ConfigureAwait(false);
            }
            else
            {
                relay.Output.Write(octets.Span);
            }
        }

        if (framing == FramingKind.Chunked)
        {
            relay.Output.Write(ChunkedEncoder.ChunkEnd);
        }

        if (relay.Output.UnflushedBytes > MaxGatheredResponseBytes)
        {
            await SendAsync(relay, default).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private static async ValueTask SendAsync(Relay relay, ReadOnlyMemory<byte> octets)
    {
        if (!await relay.SendAsync(octets).ConfigureAwait(false))
        {
            throw new ExchangeException(AbortReason.ClientGone, "The client is gone.");
        }
    }

    /// <summary>As any response that middleware has a part in: it sees the head and the content, and may change both.</summary>
    private async ValueTask AnswerThroughMiddlewareAsync(ClientConnection connection)
    {
        var exchange = Exchange;
        var relay = _relay!;
        exchange.StreamResponse();
        BeginThroughMiddleware(connection.Response);
        var content = exchange.WriterContent;
        while (await connection.ReadContentAsync().ConfigureAwait(false) is { IsEmpty: false } received)
        {
            _transforms?.ResponseContent(received);
            foreach (var octets in received)
            {
                for (var rest = octets; !rest.IsEmpty && exchange.IsStreaming;)
                {
                    rest = content.WriteSome(rest);
                    content.Seal();
                    await SendAsync(relay, default).ConfigureAwait(false);
                }
            }
        }

        _transforms?.ResponseEnd(new ForwardedResponse(this));
        _ = exchange.CompleteContent(TrailersOf(connection.Response));
    }

    private void BeginThroughMiddleware(ParsedResponse response)
    {
        var exchange = Exchange;
        var fields = exchange.WriterFields;
        ForwardedHead.CopyResponseFields(fields, response.Fields, ResponseChanges);
        fields.Add(KnownField.Via, Encoding.ASCII.GetString(gateway.Via.Line(response.Version)["Via: ".Length..^2]));
        var hasLength = response.Status.AllowsContent && response.ContentLength is not null;
        exchange.BeginContent(response.Status, hasLength ? response.ContentLength : null, contentType: null, fields, exchange.WriterContent);
        if (!exchange.HasResponded)
        {
            throw new ExchangeException(AbortReason.ClientGone, "The client is gone.");
        }
    }

    private static ResponseFields? TrailersOf(ParsedResponse response)
    {
        var received = response.Trailers;
        if (received.Count == 0)
        {
            return null;
        }

        var trailers = ResponseFields.ForTrailers();
        foreach (var line in received)
        {
            trailers.Add(Encoding.Latin1.GetString(line.Name), Encoding.Latin1.GetString(line.Value));
        }

        return trailers;
    }
}
