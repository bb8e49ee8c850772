using System.Buffers;

namespace Picard.Gen;

/// <summary>What the content of a response passes where middleware sees or changes it: it is written here first.</summary>
internal sealed class ContentFilter
{
    private const int MinBytes = 4 * 1024;

    private Exchange? _exchange;
    private ContentTransform? _transform;
    private byte[] _octets = [];
    private bool _hasUnflushed;

    public void Begin(Exchange exchange, ContentTransform? transform)
    {
        _exchange = exchange;
        _transform = transform;
        _hasUnflushed = false;
    }

    /// <summary>Room for a piece; <see cref="Pass"/> follows.</summary>
    public Memory<byte> GetMemory(int bytes)
    {
        if (_octets.Length < bytes)
        {
            Return();
            _octets = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, MinBytes));
        }

        return _octets;
    }

    /// <summary>Passes on what was written to the room.</summary>
    public void Pass(int bytes, IBufferWriter<byte> output)
    {
        var written = _octets.AsSpan(0, bytes);
        _exchange!.SeeResponse(MiddlewareEvent.ResponseContent, written);
        if (_transform is null)
        {
            output.Write(written);
            return;
        }

        _hasUnflushed = true;
        _transform.Write(written, output);
    }

    /// <summary>Passes on what the transform has held back.</summary>
    public void Flush(IBufferWriter<byte> output)
    {
        if (_hasUnflushed)
        {
            _hasUnflushed = false;
            _transform!.Flush(output);
        }
    }

    public void Complete(IBufferWriter<byte> output) => _transform?.Complete(output);

    public void End()
    {
        Return();
        _exchange = null;
        _transform = null;
    }

    private void Return()
    {
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
            _octets = [];
        }
    }
}
