using System.Buffers;
using System.IO.Compression;
using Picard.Gen;

namespace Picard.Client;

/// <summary>The content of one response without its content coding: decoded piece by piece, as it is asked for.</summary>
/// <remarks>
/// The platform's streams do the decoding. They take the end of their input for the end of the content, so that is looked for here. Whoever has seen the end of zlib, DEFLATE or Brotli asks
/// for no more input. gzip may go on with a further member (RFC 1952 §2.2), so its stream does ask, and is given one whose content is known: it comes out if, and only if, the one before was whole.
/// Memory is a piece of each side, however much comes of it; how much is collected is the caller's limit.
/// </remarks>
internal sealed class DecodedContent(ClientConnection connection, ContentCodings coding) : IDisposable
{
    // Limit: of a piece. A small piece of coded content may become a thousand times as much, and is taken in steps of this size.
    private const int PieceBytes = 16 * 1024;

    private static readonly byte[] s_lastContent = "The content was whole."u8.ToArray();
    private static readonly byte[] s_lastMember = Member(s_lastContent);

    private readonly CodedOctets _coded = new(connection, coding == ContentCodings.Gzip ? s_lastMember : null);
    private Stream? _decoder;
    private byte[]? _piece;
    private bool _isComplete;

    /// <summary>Waits for the next octets.</summary>
    /// <returns>They are valid until the next call; empty at the end.</returns>
    /// <exception cref="RequestException">The content breaks off or breaks its coding, or the connection ends.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadAsync()
    {
        if (_isComplete)
        {
            return default;
        }

        if (_decoder is null && !await _coded.HasMoreAsync().ConfigureAwait(false))
        {
            // A response that has no content, such as that to HEAD, may name a coding all the same.
            _isComplete = true;
            return default;
        }

        _decoder ??= Decoder();
        _piece ??= ArrayPool<byte>.Shared.Rent(PieceBytes);
        int length;
        try
        {
            length = await _decoder.ReadAsync(_piece).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException)
        {
            throw Broken(broken);
        }

        if (length > 0 && !_coded.IsBeyondEnd)
        {
            return new ReadOnlySequence<byte>(_piece, 0, length);
        }

        if (_coded.IsBeyondEnd && !_piece.AsSpan(0, length).SequenceEqual(s_lastContent))
        {
            throw Broken(null);
        }

        // What may follow the end of the coding is looked at once: mostly nothing, and then the connection can be used again.
        _isComplete = true;
        await _coded.HasMoreAsync().ConfigureAwait(false);
        return default;
    }

    public void Dispose()
    {
        _decoder?.Dispose();
        if (_piece is { } piece)
        {
            _piece = null;
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static byte[] Member(byte[] content)
    {
        using var member = new MemoryStream();
        using (var encoder = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
        {
            encoder.Write(content);
        }

        return member.ToArray();
    }

    private Stream Decoder() => coding switch
    {
        ContentCodings.Gzip => new GZipStream(_coded, CompressionMode.Decompress, leaveOpen: true),
        ContentCodings.Brotli => new BrotliStream(_coded, CompressionMode.Decompress, leaveOpen: true),

        // RFC 1950 §2.2: the low half of the first octet of zlib is 8; no block of DEFLATE that an encoder makes begins so.
        _ when (_coded.First & 0x0F) == 8 => new ZLibStream(_coded, CompressionMode.Decompress, leaveOpen: true),
        _ => new DeflateStream(_coded, CompressionMode.Decompress, leaveOpen: true),
    };

    private RequestException Broken(Exception? inner) => _coded.IsBeyondEnd
        ? new(RequestFault.Truncated, connection.Origin.Authority, $"The content of {connection.Origin} ended before its coding ({coding}) did.", inner)
        : new(RequestFault.Content, connection.Origin.Authority, $"The content of {connection.Origin} is not {coding}, as its Content-Encoding says.", inner);

    /// <summary>The content as it comes, and behind its end the last member, if there is one.</summary>
    private sealed class CodedOctets(ClientConnection connection, byte[]? lastMember) : AsynchronousStream
    {
        private ReadOnlySequence<byte> _rest;
        private bool _isAtEnd;

        public override bool CanRead => true;

        /// <summary>Whether the decoder has asked for more than there is.</summary>
        public bool IsBeyondEnd { get; private set; }

        public byte First
        {
            get
            {
                Span<byte> first = stackalloc byte[1];
                _rest.Slice(0, 1).CopyTo(first);
                return first[0];
            }
        }

        public async ValueTask<bool> HasMoreAsync()
        {
            if (_rest.IsEmpty && !_isAtEnd)
            {
                _rest = await connection.ReadContentAsync().ConfigureAwait(false);
                _isAtEnd = _rest.IsEmpty;
            }

            return !_rest.IsEmpty;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!await HasMoreAsync().ConfigureAwait(false))
            {
                // The decoders' own buffers are larger than the member by far.
                var octets = IsBeyondEnd ? null : lastMember;
                IsBeyondEnd = true;
                octets.AsSpan().CopyTo(buffer.Span);
                return octets?.Length ?? 0;
            }

            var length = (int)Math.Min(_rest.Length, buffer.Length);
            _rest.Slice(0, length).CopyTo(buffer.Span);
            _rest = _rest.Slice(length);
            return length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
