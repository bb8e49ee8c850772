using System.Buffers;

namespace Picard.Proxy.Tests;

/// <summary>Content that a proxy changes on its way.</summary>
[Proxy("/capitals/{**rest}", Upstream = "orders", Rewrite = "/{rest}", Application = typeof(EdgeApp))]
internal sealed partial class CapitalsProxy
{
    [OnResponse]
    private static void Incoming(ForwardedResponse response)
    {
        if (response.Request.Method != Method.Head)
        {
            response.Transform(new Capitals());
        }
    }
}

/// <summary>Capitals, and a mark where the content ends.</summary>
internal sealed class Capitals : ContentTransform
{
    private static int s_released;

    public static int Released => Volatile.Read(ref s_released);

    public override void Write(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        var room = output.GetSpan(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            room[i] = (byte)char.ToUpperInvariant((char)content[i]);
        }

        output.Advance(content.Length);
    }

    public override void Flush(IBufferWriter<byte> output)
    {
    }

    public override void Complete(IBufferWriter<byte> output) => output.Write("!"u8);

    public override void Release() => Interlocked.Increment(ref s_released);
}
