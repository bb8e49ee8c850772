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
                Write(line, shape, item);
                yield return line.Memory;
            }
        }
        finally
        {
            line.Release();
        }
    }

    private static void Write<T>(OctetBuffer line, Shape<T> shape, T item)
    {
        var json = JsonContent.Rent();
        try
        {
            json.Write(shape, item);
            json.WriteLineEnd();
            System.Buffers.BuffersExtensions.Write(line, json.Written.Span);
        }
        finally
        {
            json.Return();
        }
    }
}
