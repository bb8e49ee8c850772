using System.Buffers;

namespace Picard;

/// <summary>Changes the content of one response on its way out, such as a content coding (RFC 9110 §8.4). Set with <see cref="OutgoingResponse.Transform"/>.</summary>
/// <remarks>It holds back no more than it must: what it was given before <see cref="Flush"/> is in the output after it.</remarks>
public abstract class ContentTransform
{
    /// <summary>Takes a run of octets of the content.</summary>
    /// <param name="content">The octets; at most 32 KiB, and not kept.</param>
    /// <param name="output">Where the changed content goes.</param>
    public abstract void Write(ReadOnlySpan<byte> content, IBufferWriter<byte> output);

    /// <summary>Puts all that was taken so far into the output, since nothing more will come for a while.</summary>
    /// <param name="output">Where the changed content goes.</param>
    public abstract void Flush(IBufferWriter<byte> output);

    /// <summary>The content has ended.</summary>
    /// <param name="output">Where the changed content goes.</param>
    public abstract void Complete(IBufferWriter<byte> output);

    /// <summary>The response has ended, complete or not: what the transform holds can be given back. Called once.</summary>
    public abstract void Release();
}
