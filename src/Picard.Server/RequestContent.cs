using System.Buffers;
using Picard.Http;

namespace Picard.Server;

/// <summary>The content of one request as the driver handles it: gathered for a handler that wants it whole, or thrown away. Reused from request to request.</summary>
/// <remarks>Synchronous: it takes what a batch of input holds and says whether that was enough.</remarks>
internal sealed class RequestContent(HttpLimits limits)
{
    // Most connections never send content.
    private ContentDecoder? _decoder;
    private ParsedRequest? _request;
    private ContentCollector _collector;
    private bool _isBegun;
    private long _discardedBytes;
    private long _deliveredBytes;
    private ReadOnlySequence<byte> _rest;

    /// <summary>What a batch of input came to.</summary>
    public enum Outcome
    {
        /// <summary>The end is not there yet; the batch is consumed as far as it can be.</summary>
        NeedMore,

        /// <summary>There is a run of octets, and there may be more in the batch.</summary>
        Piece,

        /// <summary>The last octet has been consumed.</summary>
        Complete,

        /// <summary>There is more content than allowed.</summary>
        TooLarge,

        /// <summary>The framing is broken; <see cref="Violation"/> says how.</summary>
        Violation,
    }

    /// <summary>Whether the last octet of the request has been consumed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Gathered content, once complete. Valid until <see cref="End"/> and as long as the batch that it came in is held.</summary>
    public ReadOnlySequence<byte> Content { get; private set; }

    /// <summary>The broken rule, after <see cref="Outcome.Violation"/>.</summary>
    public ProtocolViolation Violation => _decoder?.Violation ?? default;

    /// <summary>A request head has been parsed; its content follows.</summary>
    public void Begin(ParsedRequest request)
    {
        _request = request;
        _isBegun = false;
        _discardedBytes = 0;
        _deliveredBytes = 0;
        IsComplete = !request.Framing.HasContent;
    }

    /// <summary>Forgets the content and gives its memory back.</summary>
    public void End()
    {
        Content = default;
        _rest = default;
        _collector.Release();
    }

    /// <summary>Gathers what a batch holds.</summary>
    /// <param name="batch">Unconsumed input; moved behind what was consumed.</param>
    /// <param name="maxBytes">The limit of the content's length.</param>
    public Outcome Collect(ref ReadOnlySequence<byte> batch, long maxBytes)
    {
        while (!IsComplete)
        {
            var status = Decode(ref batch, out var piece);
            if (status == ParseStatus.Violation)
            {
                return Outcome.Violation;
            }

            // A chunk that says it will be too large is refused when it says so, and not when its octets have been carried here.
            if (_decoder!.AnnouncedBytes > maxBytes - _collector.Length - piece.Length)
            {
                return Outcome.TooLarge;
            }

            if (IsComplete && _collector.Length == 0)
            {
                // It came in one piece, as most content does: the handler reads it where the transport put it.
                Content = piece;
                return Outcome.Complete;
            }

            _collector.Append(piece, _request!.ContentLength ?? maxBytes);
            if (!IsComplete && (batch.IsEmpty || piece.IsEmpty))
            {
                return Outcome.NeedMore;
            }
        }

        Content = _collector.Content;
        return Outcome.Complete;
    }

    /// <summary>Takes the next run of octets.</summary>
    /// <param name="batch">Unconsumed input; moved behind what was consumed.</param>
    /// <param name="maxBytes">The limit of the content's length.</param>
    /// <param name="piece">The octets, where the transport put them; empty unless the outcome is <see cref="Outcome.Piece"/>.</param>
    public Outcome Next(ref ReadOnlySequence<byte> batch, long maxBytes, out ReadOnlyMemory<byte> piece)
    {
        piece = default;
        if (_request!.ContentLength > maxBytes)
        {
            // Before 100 is sent, and before the first octet: the handler shall not begin with what it will not get the rest of.
            return Outcome.TooLarge;
        }

        while (_rest.IsEmpty)
        {
            if (IsComplete)
            {
                return Outcome.Complete;
            }

            var status = Decode(ref batch, out _rest);
            if (status == ParseStatus.Violation)
            {
                return Outcome.Violation;
            }

            _deliveredBytes += _rest.Length;
            if (_deliveredBytes > maxBytes)
            {
                return Outcome.TooLarge;
            }

            if (_rest.IsEmpty && !IsComplete)
            {
                return Outcome.NeedMore;
            }
        }

        piece = _rest.First;
        _rest = _rest.Slice(piece.Length);
        return Outcome.Piece;
    }

    /// <summary>Throws away what a batch holds.</summary>
    /// <param name="batch">Unconsumed input; moved behind what was consumed.</param>
    /// <param name="maxBytes">The limit of what is thrown away of one request, in octets on the wire.</param>
    public Outcome Discard(ref ReadOnlySequence<byte> batch, long maxBytes)
    {
        while (!IsComplete)
        {
            var before = batch.Length;
            var status = Decode(ref batch, out var piece);
            _discardedBytes += before - batch.Length;
            if (status == ParseStatus.Violation)
            {
                return Outcome.Violation;
            }

            if (_discardedBytes > maxBytes)
            {
                return Outcome.TooLarge;
            }

            if (!IsComplete && (batch.IsEmpty || piece.IsEmpty))
            {
                return Outcome.NeedMore;
            }
        }

        return Outcome.Complete;
    }

    /// <summary>Octets, at least, that must still come after a batch for the request to be whole.</summary>
    public long MissingBytes(in ReadOnlySequence<byte> batch)
    {
        // The last chunk takes at least this.
        const int LastChunkBytes = 5;
        var remaining = IsComplete ? 0 : (_isBegun ? _decoder!.RemainingBytes : _request?.ContentLength) ?? LastChunkBytes;
        return Math.Max(0, remaining - batch.Length);
    }

    private ParseStatus Decode(ref ReadOnlySequence<byte> batch, out ReadOnlySequence<byte> piece)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            _decoder ??= new ContentDecoder(limits);
            _decoder.Start(_request!);
        }

        var status = _decoder!.Decode(batch, out piece, out var consumed);
        batch = batch.Slice(consumed);
        IsComplete = status == ParseStatus.Complete;
        return status;
    }
}
