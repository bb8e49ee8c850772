using System.Buffers;

namespace Picard;

/// <summary>Applies a content coding to one response after another.</summary>
internal abstract class ContentEncoder(EncoderPool pool) : ContentTransform
{
    /// <summary>The coding.</summary>
    public abstract ContentCoding Coding { get; }

    /// <inheritdoc/>
    public sealed override void Complete(IBufferWriter<byte> output)
    {
        End(output);

        // A response that is whole waits for its client without the state of the codec.
        Free();
    }

    /// <inheritdoc/>
    public sealed override void Release()
    {
        Free();
        pool.Return(this);
    }

    /// <summary>Writes what is left, and the end.</summary>
    protected abstract void End(IBufferWriter<byte> output);

    /// <summary>Frees the state of the codec. May be called again.</summary>
    protected abstract void Free();
}
