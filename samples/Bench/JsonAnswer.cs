using System.Buffers;
using System.Text.Json;

/// <summary>One JSON answer at a time on each thread, in memory that the next one uses again: a small answer is copied behind its head before the handler is left.</summary>
static class JsonAnswer
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_octets;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    /// <summary>Begins an answer; the one before it is overwritten.</summary>
    public static Utf8JsonWriter Begin()
    {
        t_octets ??= new ArrayBufferWriter<byte>(256);
        t_octets.ResetWrittenCount();
        t_writer ??= new Utf8JsonWriter(t_octets);
        t_writer.Reset();
        return t_writer;
    }

    /// <summary>The octets of the answer begun last on this thread.</summary>
    public static ReadOnlyMemory<byte> End()
    {
        t_writer!.Flush();
        return t_octets!.WrittenMemory;
    }
}
