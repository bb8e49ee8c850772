namespace Picard.Gen.Analyzers.Tests;

/// <summary>A class that reads and writes pipes, with room for the member under test.</summary>
internal static class PipeSource
{
    public static string With(string member) => $$"""
        using System.Buffers;
        using System.IO;
        using System.IO.Pipelines;
        using System.Text;

        public class Message { public byte[] Payload = []; }

        public class Lines
        {
            private PipeReader _reader = null!;
            private ReadOnlySequence<byte> _kept;
            private List<ReadOnlySequence<byte>> _lines = new();
            private List<byte[]> _copies = new();
            private Message? _last;
            private ReadResult _result;

            private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
            {
                var end = buffer.PositionOf((byte)'\n');
                if (end == null) { line = default; return false; }
                line = buffer.Slice(0, end.Value);
                buffer = buffer.Slice(buffer.GetPosition(1, end.Value));
                return true;
            }

            private static bool TryParseMessage(ref ReadOnlySequence<byte> buffer, out Message? message)
            {
                message = null;
                if (buffer.Length < 4) { return false; }
                message = new Message { Payload = buffer.Slice(0, 4).ToArray() };
                buffer = buffer.Slice(4);
                return true;
            }

            private void Process(in ReadOnlySequence<byte> line) { }
            private Task ProcessAsync(ReadOnlySequence<byte> line) => Task.CompletedTask;
            private void AdvanceAll(PipeReader reader, ReadOnlySequence<byte> buffer) => reader.AdvanceTo(buffer.End);
            private void Consume(ReadOnlySequence<byte> buffer) { Process(buffer); _reader.AdvanceTo(buffer.End); }
            private void Next() => _reader.AdvanceTo(_result.Buffer.End);
            private bool Handle(PipeReader reader, ReadResult result) { Process(result.Buffer); reader.AdvanceTo(result.Buffer.End); return result.IsCompleted; }

            private async Task FillAsync(Stream stream, PipeWriter writer)
            {
                while (true)
                {
                    var read = await stream.ReadAsync(writer.GetMemory(512));
                    if (read == 0) { break; }
                    writer.Advance(read);
                    await writer.FlushAsync();
                }
            }

            private async Task FillAllAsync(Stream stream, PipeWriter writer) { await FillAsync(stream, writer); await writer.CompleteAsync(); }

            private async Task DrainAsync(PipeReader reader)
            {
                while (true)
                {
                    var result = await reader.ReadAsync();
                    reader.AdvanceTo(result.Buffer.End);
                    if (result.IsCompleted) { break; }
                }

                await reader.CompleteAsync();
            }

            {{member}}
        }
        """;
}
