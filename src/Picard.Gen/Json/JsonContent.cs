using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Picard.Gen;

/// <summary>JSON that is written before its head, since the head says how long it is. Each thread keeps one of these for the next exchange.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but this.")]
internal sealed class JsonContent : IBufferWriter<byte>
{
    // Limit: a thread keeps no more memory than this between exchanges; a larger answer rents what it needs.
    private const int MaxKeptBytes = 64 * 1024;

    private const int MinBytes = 4 * 1024;

    [ThreadStatic]
    private static JsonContent? s_free;

    private readonly Utf8JsonWriter _writer;
    private byte[] _octets = [];
    private int _length;

    // Limit: as deep as JSON that is read; a cycle of objects ends there. Shapes write what is valid by construction.
    private JsonContent() => _writer = new Utf8JsonWriter(this, new JsonWriterOptions { SkipValidation = true, MaxDepth = JsonInput.MaxDepth });

    /// <summary>What was written; valid until <see cref="Return"/>.</summary>
    public ReadOnlyMemory<byte> Written => _octets.AsMemory(0, _length);

    public static JsonContent Rent()
    {
        var content = s_free ?? new JsonContent();
        s_free = null;
        return content;
    }

    public void Write<T>(Shape<T> shape, T value)
    {
        Clear();
        Append(shape, value);
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _length = 0;

    /// <summary>Forgets all but the first octets.</summary>
    public void TruncateTo(int bytes) => _length = bytes;

    /// <summary>Writes a value behind what was written.</summary>
    public void Append<T>(Shape<T> shape, T value)
    {
        _writer.Reset();
        shape.Write(_writer, value);
        _writer.Flush();
    }

    /// <summary>Ends a line of JSON Lines.</summary>
    public void WriteLineEnd()
    {
        Ensure(1);
        _octets[_length++] = (byte)'\n';
    }

    public void Return()
    {
        if (_octets.Length > MaxKeptBytes)
        {
            ArrayPool<byte>.Shared.Return(_octets);
            _octets = [];
        }

        if (s_free is null)
        {
            s_free = this;
        }
        else if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
            _octets = [];
        }
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _octets.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _octets.AsSpan(_length);
    }

    private void Ensure(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _octets.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(MinBytes, Math.Max(needed, _octets.Length * 2)));
        Written.Span.CopyTo(larger);
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
        }

        _octets = larger;
    }
}
