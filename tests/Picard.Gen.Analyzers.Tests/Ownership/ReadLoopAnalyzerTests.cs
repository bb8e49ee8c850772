namespace Picard.Gen.Analyzers.Tests;

/// <summary>Read loops that spin, lose content or never end, and ends of pipes.</summary>
public class ReadLoopAnalyzerTests
{
    [Theory]
    [InlineData("""
        async Task Spin(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                while (TryReadLine(ref buffer, out var line))
                    Process(line);
                {|PIC3004:reader.AdvanceTo(buffer.Start)|};
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task Spin2(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                if (buffer.Length < 10)
                {
                    {|PIC3004:reader.AdvanceTo(buffer.Start, buffer.Start)|};
                    continue;
                }

                Process(buffer);
                reader.AdvanceTo(buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task Spin3(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                while (buffer.Length >= 4)
                {
                    buffer = buffer.Slice(4);
                }

                {|PIC3004:reader.AdvanceTo(buffer.Start)|};
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task Spin4(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var sr = new SequenceReader<byte>(result.Buffer);
                while (sr.TryReadTo(out ReadOnlySequence<byte> l, (byte)10))
                {
                    Process(l);
                }

                {|PIC3004:reader.AdvanceTo(sr.Position)|};
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    public Task NothingExamined_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));

    [Theory]
    [InlineData("""
        async Task NoCompletion(PipeReader reader)
        {
            while (true)
            {
                var result = await {|PIC3005:reader.ReadAsync()|};
                var buffer = result.Buffer;
                while (TryReadLine(ref buffer, out var line))
                    Process(line);
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        """)]
    public Task LoopWithoutEnd_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));

    [Theory]
    [InlineData("""
        async Task LoseLast(PipeReader reader)
        {
            while (true)
            {
                var result = {|PIC3006:await reader.ReadAsync()|};
                if (result.IsCompleted)
                    break;
                var buffer = result.Buffer;
                Process(buffer);
                reader.AdvanceTo(buffer.End);
            }

            await reader.CompleteAsync();
        }
        """)]
    [InlineData("""
        async Task LoseLast2(PipeReader reader)
        {
            while (true)
            {
                var result = {|PIC3006:await reader.ReadAsync()|};
                var buffer = result.Buffer;
                if (result.IsCompleted)
                    return;
                Process(buffer);
                reader.AdvanceTo(buffer.End);
            }
        }
        """)]
    public Task ContentLostAtTheEnd_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));

    [Theory]
    [InlineData("""
        async Task Drop(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                while (TryReadLine(ref buffer, out var line))
                    Process(line);
                {|PIC3007:reader.AdvanceTo(buffer.End)|};
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    public Task DroppedRest_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));

    [Theory]
    [InlineData("""
        async Task NotCompleted(Stream s)
        {
            var reader = {|PIC3008:PipeReader.Create(s)|};
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                Process(buffer);
                reader.AdvanceTo(buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task NotCompletedPath(Stream s)
        {
            var writer = {|PIC3008:PipeWriter.Create(s)|};
            var r = await writer.WriteAsync(new byte[3]);
            if (r.IsCompleted)
                return;
            await writer.CompleteAsync();
        }
        """)]
    [InlineData("""
        async Task PipeHelper(Stream s)
        {
            var pipe = {|PIC3008:new Pipe()|};
            var w = FillAsync(s, pipe.Writer);
            var r = DrainAsync(pipe.Reader);
            await Task.WhenAll(w, r);
        }
        """)]
    public Task EndNotCompleted_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));

    [Theory]
    [InlineData("""
        async Task Two(PipeReader reader)
        {
            var a = reader.ReadAsync();
            var b = {|PIC3009:reader.ReadAsync()|};
            var x = await a;
            reader.AdvanceTo(x.Buffer.End);
            var y = await b;
            reader.AdvanceTo(y.Buffer.End);
        }
        """)]
    public Task SecondReadAtOnce_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));

    [Theory]
    [InlineData("""
        async Task AfterComplete(PipeWriter w)
        {
            await w.CompleteAsync();
            await {|PIC3010:w.WriteAsync(new byte[1])|};
        }
        """)]
    public Task UseAfterComplete_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));

    [Theory]
    [InlineData("""
        async Task WriterMemory(PipeWriter w)
        {
            var m = w.GetMemory(10);
            w.Advance(3);
            {|PIC3011:m|}.Span[4] = 1;
            await w.FlushAsync();
        }
        """)]
    [InlineData("""
        async Task WriterMemory2(PipeWriter w, Stream s)
        {
            var m = w.GetMemory(10);
            while (true)
            {
                var n = await s.ReadAsync({|PIC3011:m|});
                if (n == 0)
                    break;
                w.Advance(n);
                await w.FlushAsync();
            }
        }
        """)]
    public Task MemoryOfAWriterAfterAdvance_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));
}
