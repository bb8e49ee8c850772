namespace Picard.Gen.Analyzers.Tests;

/// <summary>What a pipe has read: until AdvanceTo, and not without it.</summary>
public class ReadAnalyzerTests
{
    [Theory]
    [InlineData("""
        async Task UseAfter(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                reader.AdvanceTo(buffer.Start, buffer.End);
                Process({|PIC3002:buffer|});
                if (result.IsCompleted)
                    break;
            }

            await reader.CompleteAsync();
        }
        """)]
    [InlineData("""
        async Task UseAfter2(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                ReadOnlySequence<byte> line;
                var buffer = result.Buffer;
                while (TryReadLine(ref buffer, out line))
                {
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                Console.WriteLine(Encoding.UTF8.GetString({|PIC3002:line|}));
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task LocalList(PipeReader reader)
        {
            var lines = new List<ReadOnlySequence<byte>>();
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                while (TryReadLine(ref buffer, out var line))
                    lines.Add(line);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    break;
            }

            foreach (var l in {|PIC3002:lines|})
                Process(l);
        }
        """)]
    [InlineData("""
        async Task HelperAdvance(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                AdvanceAll(reader, buffer);
                Process({|PIC3002:buffer|});
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task PastNext(PipeReader reader)
        {
            ReadOnlySequence<byte> previous = default;
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                Process({|PIC3002:previous|});
                previous = buffer;
                reader.AdvanceTo(buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task SpanLocal(PipeReader reader)
        {
            var result = await reader.ReadAsync();
            var span = result.Buffer.FirstSpan;
            reader.AdvanceTo(result.Buffer.End);
            Console.WriteLine({|PIC3002:span|}[0]);
        }
        """)]
    [InlineData("""
        async Task ResultBuffer(PipeReader reader)
        {
            var result = await reader.ReadAsync();
            reader.AdvanceTo(result.Buffer.End);
            Console.WriteLine({|PIC3002:result.Buffer|}.Length);
        }
        """)]
    public Task UseAfterAdvanceTo_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));

    [Theory]
    [InlineData("""
        async Task Missing(PipeReader reader)
        {
            while (true)
            {
                var result = {|PIC3003:await reader.ReadAsync()|};
                Process(result.Buffer);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task MissingContinue(PipeReader reader)
        {
            while (true)
            {
                var result = {|PIC3003:await reader.ReadAsync()|};
                var buffer = result.Buffer;
                if (buffer.Length < 4)
                {
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
        async Task MissingCatch(PipeReader reader)
        {
            while (true)
            {
                var result = {|PIC3003:await reader.ReadAsync()|};
                var buffer = result.Buffer;
                try
                {
                    Process(buffer);
                    reader.AdvanceTo(buffer.End);
                }
                catch (FormatException)
                {
                    Console.WriteLine("x");
                }

                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task<bool> MissingReturn(PipeReader reader)
        {
            var result = {|PIC3003:await reader.ReadAsync()|};
            if (result.Buffer.Length < 3)
                return false;
            reader.AdvanceTo(result.Buffer.End);
            return true;
        }
        """)]
    public Task ReadWithoutAdvanceTo_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));

    [Theory]
    [InlineData("""
        async Task<ReadOnlySequence<byte>> ReturnAfter(PipeReader reader)
        {
            var result = await reader.ReadAsync();
            var buffer = result.Buffer;
            reader.AdvanceTo(buffer.End);
            return {|PIC3015:buffer|};
        }
        """)]
    [InlineData("""
        async Task<ReadOnlyMemory<byte>> ReturnFinally(PipeReader reader)
        {
            var result = await reader.ReadAsync();
            try
            {
                return {|PIC3015:result.Buffer.First|};
            }
            finally
            {
                reader.AdvanceTo(result.Buffer.End);
            }
        }
        """)]
    [InlineData("""
        async Task StoreField()
        {
            while (true)
            {
                var result = await _reader.ReadAsync();
                {|PIC3015:_kept = result.Buffer.Slice(0, 3)|};
                _reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task StoreList()
        {
            while (true)
            {
                var result = await _reader.ReadAsync();
                var buffer = result.Buffer;
                while (TryReadLine(ref buffer, out var line))
                {
                    {|PIC3015:_lines.Add(line)|};
                }

                _reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task FireAndForget(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                _ = {|PIC3015:ProcessAsync(buffer)|};
                reader.AdvanceTo(buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task RunLambda(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                _ = {|PIC3015:Task.Run(() => Process(buffer))|};
                reader.AdvanceTo(buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    public Task WhatOutlivesTheBuffer_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));
}
