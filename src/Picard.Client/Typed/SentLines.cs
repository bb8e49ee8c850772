using System.Buffers;
using System.Runtime.CompilerServices;
using Picard.Gen;

namespace Picard.Client;

/// <summary>Items as the lines of a request's content (JSON Lines).</summary>
internal static class SentLines
{
    /// <summary>Makes a piece of each item. A piece is valid until the next is asked for.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> Of<T>(Shape<T> shape, IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var line = new OctetBuffer();
        try
        {
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                line.Clear();
                line.WriteJson(shape, item);
                line.Write("\n"u8);
                yield return line.Memory;
            }
        }
        finally
        {
            line.Release();
        }
    }
}
