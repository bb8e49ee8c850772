namespace Picard.Gen.Analyzers.Tests;

/// <summary>Correct use of readers, writers and pipes: nothing may be reported.</summary>
public class PipeLookAlikeAnalyzerTests
{
    [Theory]
    [InlineData("""
        async Task Stored()
        {
            _result = await _reader.ReadAsync();
            Process(_result.Buffer);
        }
        """)]
    [InlineData("""
        async Task Helper(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                if (Handle(reader, result))
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task Helper2()
        {
            while (true)
            {
                var result = await _reader.ReadAsync();
                Consume(result.Buffer);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task Await(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var t = ProcessAsync(result.Buffer);
                await t;
                await ProcessAsync(result.Buffer);
                await Task.Run(() => Process(result.Buffer));
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task OwnPipe(Stream s)
        {
            var pipe = new Pipe();
            var w = FillAllAsync(s, pipe.Writer);
            var r = DrainAsync(pipe.Reader);
            await Task.WhenAll(w, r);
        }
        """)]
    [InlineData("""
        async Task Created(Stream s)
        {
            var reader = PipeReader.Create(s);
            try
            {
                while (true)
                {
                    var r = await reader.ReadAsync();
                    Process(r.Buffer);
                    reader.AdvanceTo(r.Buffer.End);
                    if (r.IsCompleted)
                        break;
                }
            }
            finally
            {
                await reader.CompleteAsync();
            }
        }
        """)]
    [InlineData("""
        PipeReader Make(Stream s)
        {
            var r = PipeReader.Create(s);
            return r;
        }
        """)]
    [InlineData("""
        void Writes(IBufferWriter<byte> w)
        {
            var span = w.GetSpan(4);
            span[0] = 1;
            w.Advance(4);
            span = w.GetSpan(2);
            span[1] = 2;
            w.Advance(2);
        }
        """)]
    [InlineData("""
        async Task Accumulate(PipeReader reader)
        {
            ReadResult result;
            do
            {
                result = await reader.ReadAsync();
                if (!result.IsCompleted)
                    reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
            while (!result.IsCompleted);
            Process(result.Buffer);
            reader.AdvanceTo(result.Buffer.End);
        }
        """)]
    [InlineData("""
        async Task Accumulate2(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                if (result.IsCompleted)
                {
                    Process(buffer);
                    reader.AdvanceTo(buffer.End);
                    break;
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        """)]
    [InlineData("""
        async Task WaitAny(PipeReader reader)
        {
            Task<ReadResult>? t = null;
            while (true)
            {
                t ??= reader.ReadAsync().AsTask();
                await Task.WhenAny(t, Task.Delay(10));
                if (!t.IsCompleted)
                    continue;
                var r = await t;
                t = null;
                reader.AdvanceTo(r.Buffer.End);
                if (r.IsCompleted)
                    return;
            }
        }
        """)]
    [InlineData("""
        async Task<long> Sum(PipeReader reader)
        {
            long n = 0;
            ReadResult r;
            do
            {
                r = await reader.ReadAsync();
                n += r.Buffer.Length;
                reader.AdvanceTo(r.Buffer.End);
            }
            while (!r.IsCompleted);
            return n;
        }
        """)]
    [InlineData("""
        async IAsyncEnumerable<string> ReadLinesAsync(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                while (TryReadLine(ref buffer, out var line))
                    yield return Encoding.UTF8.GetString(line);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    break;
            }

            await reader.CompleteAsync();
        }
        """)]
    [InlineData("""
        async Task<string?> Line(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                var pos = buffer.PositionOf((byte)10);
                if (pos != null)
                {
                    var s = Encoding.UTF8.GetString(buffer.Slice(0, pos.Value));
                    reader.AdvanceTo(buffer.GetPosition(1, pos.Value));
                    return s;
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    return null;
            }
        }
        """)]
    [InlineData("""
        async Task CopyThrough(PipeReader reader, PipeWriter writer)
        {
            await reader.CopyToAsync(writer);
            await reader.CompleteAsync();
            await writer.CompleteAsync();
        }
        """)]
    [InlineData("""
        async Task<string> ReadAsText(Stream stream)
        {
            var reader = PipeReader.Create(stream);
            using var text = new StreamReader(reader.AsStream());
            return await text.ReadToEndAsync();
        }
        """)]
    [InlineData("""
        async Task UseAgain(Pipe pipe)
        {
            await pipe.Writer.CompleteAsync();
            var result = await pipe.Reader.ReadAsync();
            pipe.Reader.AdvanceTo(result.Buffer.End);
            await pipe.Reader.CompleteAsync();
            pipe.Reset();
            await pipe.Writer.WriteAsync(new byte[1]);
        }
        """)]
    [InlineData("""
        void WriteInPieces(PipeWriter writer, ReadOnlySpan<byte> content)
        {
            while (content.Length > 0)
            {
                var span = writer.GetSpan();
                var length = Math.Min(span.Length, content.Length);
                content.Slice(0, length).CopyTo(span);
                writer.Advance(length);
                content = content.Slice(length);
            }
        }
        """)]
    [InlineData("""
        async Task<long> MeasureBeforeAdvance(PipeReader reader)
        {
            var result = await reader.ReadAsync();
            var (length, end) = (result.Buffer.Length, result.Buffer.End);
            reader.AdvanceTo(end);
            return result.IsCompleted ? length : -1;
        }
        """)]
    [InlineData("""
        async Task StopWhenCanceled(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                if (result.IsCanceled)
                {
                    break;
                }

                Process(result.Buffer);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
        }
        """)]
    public Task CorrectUse_IsFine(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));
}
