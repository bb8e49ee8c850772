using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Picard.Client;
using Picard.Gen;
using Picard.Http;

namespace Picard.Proxy;

// The request's side: its head as the upstream server gets it, and its content.
internal sealed partial class Forwarder
{
    // Limit: of content that goes out with its head, and can be sent a second time. More is sent as it comes.
    private const int MaxGatheredBytes = 16 * 1024;

    // Written by whoever sends the content, and looked at by whoever would send the request again.
    private int _isContentTaken;
    private bool _forwardsUpgrade;
    private readonly OctetBuffer _pieces = new();
    private ReadOnlyMemory<byte> _gathered;

    /// <inheritdoc/>
    public bool IsContentTaken => Volatile.Read(ref _isContentTaken) != 0;

    /// <inheritdoc/>
    public void CancelContent() => _relay?.CancelRead();

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<bool> SendContentAsync(ClientConnection connection)
    {
        var relay = _relay!;
        var framing = Exchange.RequestFraming.Kind;
        relay.ResumeRead();
        try
        {
            while (await ReadContentAsync(relay).ConfigureAwait(false) is { IsEmpty: false } piece)
            {
                Volatile.Write(ref _isContentTaken, 1);
                if (connection.IsUploadStopped || !await connection.WriteContentAsync(piece, framing).ConfigureAwait(false))
                {
                    return false;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        Volatile.Write(ref _isContentTaken, 1);
        return framing == FramingKind.Chunked
            ? await connection.WriteLastChunkAsync(static (output, self) => self.WriteRequestEnd(output), this).ConfigureAwait(false)
            : await connection.WriteContentAsync(default, framing).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask InterimAsync(ParsedResponse response)
    {
        // RFC 9110 §15.2: a proxy passes interim responses on, and a client of HTTP/1.0 knows none.
        if (Exchange.Head.Version == ProtocolVersion.Http10 || Exchange.IsAborted)
        {
            return;
        }

        WriteInterim(response);
        if (!await _relay!.SendAsync(default).ConfigureAwait(false))
        {
            throw new ExchangeException(AbortReason.ClientGone, "The client is gone.");
        }
    }

    private void WriteInterim(ParsedResponse response)
    {
        var writer = new HeadWriter(_relay!.Output);
        writer.WriteStatusLine(response.Status);
        _ = ForwardedHead.WriteResponseFields(ref writer, response.Fields, ResponseChanges);
        writer.Complete();
        if (response.Status == StatusCode.Continue)
        {
            Exchange.NoteContinued();
            _relay.ExpectContent();
        }
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>> ReadContentAsync(Relay relay)
    {
        if (Exchange.HasCollected)
        {
            _ = Exchange.TryTakeCollected(out var collected);
            SeeContent(collected);
            return collected;
        }

        var piece = await relay.ReadContentAsync().ConfigureAwait(false);
        if (!piece.IsEmpty)
        {
            Exchange.SeeRequest(MiddlewareEvent.RequestContent, piece.Span);
        }
        else
        {
            Exchange.SeeRequestEnd();
        }

        SeeContent(piece);
        return piece;
    }

    private void SeeContent(ReadOnlyMemory<byte> piece)
    {
        if (!piece.IsEmpty)
        {
            _transforms?.RequestContent(piece);
        }
        else
        {
            _transforms?.RequestEnd(new ForwardedRequest(this));
        }
    }

    private void WriteRequestEnd(IBufferWriter<byte> output)
    {
        var writer = new HeadWriter(output);
        writer.WriteOctets(ChunkedEncoder.LastChunkBeforeTrailers);
        ForwardedHead.WriteTrailers(ref writer, Exchange.Trailers);
    }

    /// <summary>Writes the head, and says where the content comes from.</summary>
    private void WriteRequest(Origin destination)
    {
        var call = _call!;
        var exchange = Exchange;
        var head = exchange.Head;
        var method = head.Method;
        var writer = new HeadWriter(call.ForwardedLines);
        writer.WriteOctets(method.Utf8);
        writer.WriteOctets(" "u8);
        var targetBytes = WriteTarget(ref writer, head.Target);
        writer.WriteOctets(" HTTP/1.1\r\n"u8);
        WriteHost(ref writer, head.Host, destination);
        ForwardedHead.WriteRequestFields(ref writer, head.Fields, RequestChanges, LimitsForwards(method));
        RequestChanges.WriteTo(ref writer);
        if (LimitsForwards(method) && head.Fields.TryGet(KnownField.MaxForwards, out var value) && TryReadForwards(value, out var left))
        {
            WriteForwards(ref writer, left - 1);
        }

        gateway.ClientFields.Write(ref writer, exchange, _isTrusted);
        writer.WriteOctets(gateway.Via.Line(head.Version));
        WriteConnection(ref writer, head.Fields);
        WriteFraming(ref writer, exchange.RequestFraming, head.Fields);
        writer.Flush();
        call.EndForwardedLines(method.Utf8.Length + 1, targetBytes);
    }

    private int WriteTarget(ref HeadWriter writer, RequestTarget target)
    {
        if (Target is { } own)
        {
            Span<byte> octets = own.Length <= 256 ? stackalloc byte[256] : new byte[own.Length];
            octets = octets[..System.Text.Encoding.ASCII.GetBytes(own, octets)];
            writer.WriteOctets(octets);
            return octets.Length;
        }

        if (_transforms is { } transforms && transforms.WritesTarget)
        {
            return transforms.WriteTarget(ref writer, Exchange);
        }

        if (target.Form != TargetForm.Absolute)
        {
            writer.WriteOctets(target.Raw);
            return target.Raw.Length;
        }

        if (Exchange.Method == Method.Options && !target.HasQuery && target.Path is [(byte)'/'] && target.Raw[^1] != '/')
        {
            // RFC 9112 §3.2.4: without a path it is the server that is asked, and the last proxy says so.
            writer.WriteOctets("*"u8);
            return 1;
        }

        // RFC 9112 §3.2.1: to a server itself a target is sent in origin-form, and its authority in Host.
        writer.WriteOctets(target.Path);
        writer.WriteOctets(target.HasQuery ? "?"u8 : default);
        writer.WriteOctets(target.Query);
        return target.Path.Length + (target.HasQuery ? 1 : 0) + target.Query.Length;
    }

    private void WriteHost(ref HeadWriter writer, ReadOnlySpan<byte> host, Origin destination)
    {
        if (RequestChanges.TryGetSet(KnownField.Host, out var set) && set is not null)
        {
            writer.WriteField(KnownField.Host, set);
        }
        else if (gateway.Options.Host == HostPolicy.Destination || host.IsEmpty)
        {
            writer.WriteOctets(destination.HostLine);
        }
        else
        {
            writer.WriteOctets("Host: "u8);
            writer.WriteOctets(host);
            writer.WriteOctets("\r\n"u8);
        }
    }

    // RFC 9110 §7.6.1 and §7.8: what concerns our own connection is said anew.
    private void WriteConnection(ref HeadWriter writer, FieldSection fields)
    {
        var exchange = Exchange;

        // Not h2c: behind its 101 a client could ask the server for whatever it likes, past all that is looked at here.
        _forwardsUpgrade = exchange.AsksForUpgrade && !exchange.RequestFraming.HasContent && !exchange.IsOffered("h2c"u8);
        var takesTrailers = fields.Contains(KnownField.Te) && ConnectionFields.TakesTrailers(fields);
        if (_forwardsUpgrade)
        {
            for (var at = fields.IndexOf(KnownField.Upgrade, 0); at >= 0; at = fields.IndexOf(KnownField.Upgrade, at + 1))
            {
                writer.WriteOctets("Upgrade: "u8);
                writer.WriteOctets(fields[at].Value);
                writer.WriteOctets("\r\n"u8);
            }
        }

        if (takesTrailers)
        {
            writer.WriteOctets("TE: trailers\r\n"u8);
        }

        if (_forwardsUpgrade || takesTrailers)
        {
            writer.WriteOctets(!takesTrailers ? "Connection: Upgrade\r\n"u8 : _forwardsUpgrade ? "Connection: Upgrade, TE\r\n"u8 : "Connection: TE\r\n"u8);
        }

        // RFC 9110 §10.1.1: the expectation is end to end, and a client of HTTP/1.0 has none.
        if (exchange.ExpectsContinue)
        {
            writer.WriteOctets("Expect: 100-continue\r\n"u8);
        }
    }

    private void WriteFraming(ref HeadWriter writer, MessageFraming framing, FieldSection fields)
    {
        var call = _call!;
        switch (framing.Kind)
        {
            case FramingKind.Length:
                writer.WriteContentLength(framing.Length);
                if (!_gathered.IsEmpty)
                {
                    call.SendGathered(_gathered);
                }
                else if (framing.Length > 0)
                {
                    call.SendForwarded(framing.Length);
                }

                break;
            case FramingKind.Chunked:
                writer.WriteOctets("Transfer-Encoding: chunked\r\n"u8);
                ForwardedHead.WriteTrailerField(ref writer, fields);
                call.SendForwarded(length: null);
                break;
        }
    }

    /// <summary>Gathers content that has arrived with its head, so that both go out together, and it stays to be sent again. Does not wait.</summary>
    private void GatherContent()
    {
        var framing = Exchange.RequestFraming;
        if (!framing.HasContent)
        {
            _transforms?.RequestEnd(new ForwardedRequest(this));
        }

        if (framing.Kind != FramingKind.Length || framing.Length is 0 or > MaxGatheredBytes || (!Exchange.HasCollected && _relay!.MissingBytes > 0))
        {
            return;
        }

        // It lies where the transport put it until the next read, and there is none: mostly in one piece.
        while (Take(ReadContentAsync(_relay!)) is { IsEmpty: false } piece)
        {
            if (piece.Length == framing.Length)
            {
                _gathered = piece;
                _ = Take(ReadContentAsync(_relay!));
                return;
            }

            _pieces.Write(piece.Span);
        }

        _gathered = _pieces.Memory;
    }

    private static ReadOnlyMemory<byte> Take(ValueTask<ReadOnlyMemory<byte>> reading) => reading.IsCompleted
        ? reading.GetAwaiter().GetResult()
        : throw new System.Diagnostics.UnreachableException("Content that has arrived is not waited for.");

    /// <summary>RFC 9110 §7.6.2: Max-Forwards limits these, and means nothing for others.</summary>
    private static bool LimitsForwards(Method method) => method == Method.Trace || method == Method.Options;

    private static bool TryReadForwards(ReadOnlySpan<byte> value, out long left) =>
        Utf8Parser.TryParse(value, out left, out var read) && read == value.Length && left >= 0;

    private static void WriteForwards(ref HeadWriter writer, long left)
    {
        Span<byte> digits = stackalloc byte[20];
        _ = left.TryFormat(digits, out var length);
        writer.WriteField(KnownField.MaxForwards, digits[..length]);
    }
}
