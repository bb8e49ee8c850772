namespace Picard.Gen.Analyzers.Tests;

/// <summary>Correct read loops as they are written: nothing may be reported.</summary>
public class ReadLookAlikeAnalyzerTests
{
    [Theory]
    [InlineData("""
        async Task Canonical(PipeReader reader, CancellationToken ct)
        {
            while (true)
            {
                ReadResult result = await reader.ReadAsync(ct);
                ReadOnlySequence<byte> buffer = result.Buffer;
                while (TryReadLine(ref buffer, out ReadOnlySequence<byte> line))
                {
                    Process(line);
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }

            await reader.CompleteAsync();
        }
        """)]
    [InlineData("""
        async Task Rounds(PipeReader reader)
        {
            for (var round = 0; round < 60; round++)
            {
                var result = await reader.ReadAsync();
                reader.AdvanceTo(result.Buffer.End);
            }
        }
        """)]
    [InlineData("""
        async Task<Message?> Docs(PipeReader reader, CancellationToken ct)
        {
            while (true)
            {
                ReadResult result = await reader.ReadAsync(ct);
                ReadOnlySequence<byte> buffer = result.Buffer;
                SequencePosition consumed = buffer.Start;
                SequencePosition examined = buffer.End;
                try
                {
                    if (TryParseMessage(ref buffer, out Message? message))
                    {
                        consumed = buffer.Start;
                        examined = consumed;
                        return message;
                    }

                    if (result.IsCompleted)
                    {
                        if (buffer.Length > 0)
                            throw new InvalidDataException("Incomplete message.");
                        break;
                    }
                }
                finally
                {
                    reader.AdvanceTo(consumed, examined);
                }
            }

            return null;
        }
        """)]
    [InlineData("""
        async Task DocsMany(PipeReader reader, CancellationToken ct)
        {
            try
            {
                while (true)
                {
                    ReadResult result = await reader.ReadAsync(ct);
                    ReadOnlySequence<byte> buffer = result.Buffer;
                    try
                    {
                        while (TryParseMessage(ref buffer, out Message? message))
                        {
                            _last = message;
                        }

                        if (result.IsCompleted)
                        {
                            if (buffer.Length > 0)
                            {
                                throw new InvalidDataException();
                            }

                            break;
                        }
                    }
                    finally
                    {
                        reader.AdvanceTo(buffer.Start, buffer.End);
                    }
                }
            }
            finally
            {
                await reader.CompleteAsync();
            }
        }
        """)]
    [InlineData("""
        async Task Cancel(PipeReader reader, CancellationToken ct)
        {
            try
            {
                while (true)
                {
                    ReadResult result = await reader.ReadAsync(ct);
                    ReadOnlySequence<byte> buffer = result.Buffer;
                    try
                    {
                        if (result.IsCanceled)
                        {
                            break;
                        }

                        while (TryReadLine(ref buffer, out var line))
                            Process(line);
                        if (result.IsCompleted)
                            break;
                    }
                    finally
                    {
                        reader.AdvanceTo(buffer.Start, buffer.End);
                    }
                }
            }
            finally
            {
                await reader.CompleteAsync();
            }
        }
        """)]
    [InlineData("""
        async Task Copy(PipeReader reader, Stream s)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                if (buffer.IsEmpty && result.IsCompleted)
                    break;
                foreach (var segment in buffer)
                    await s.WriteAsync(segment);
                reader.AdvanceTo(buffer.End);
            }

            await reader.CompleteAsync();
        }
        """)]
    [InlineData("""
        async Task Copied(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                var bytes = buffer.ToArray();
                var n = buffer.Length;
                var text = Encoding.UTF8.GetString(buffer);
                reader.AdvanceTo(buffer.End);
                _copies.Add(bytes);
                Console.WriteLine(text + n);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        async Task IfElse(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                if (TryReadLine(ref buffer, out var l))
                {
                    Process(l);
                    reader.AdvanceTo(buffer.Start);
                }
                else
                {
                    reader.AdvanceTo(buffer.Start, buffer.End);
                    if (result.IsCompleted)
                        break;
                }
            }
        }
        """)]
    [InlineData("""
        async Task Header(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                if (buffer.Length < 4)
                {
                    if (result.IsCompleted)
                        break;
                    reader.AdvanceTo(buffer.Start, buffer.End);
                    continue;
                }

                Process(buffer.Slice(0, 4));
                reader.AdvanceTo(buffer.GetPosition(4));
            }

            await reader.CompleteAsync();
        }
        """)]
    [InlineData("""
        async Task AtLeast(PipeReader reader)
        {
            var result = await reader.ReadAtLeastAsync(4);
            if (result.Buffer.Length < 4)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                return;
            }

            var header = result.Buffer.Slice(0, 4);
            Process(header);
            reader.AdvanceTo(header.End);
        }
        """)]
    [InlineData("""
        void Try(PipeReader reader)
        {
            while (reader.TryRead(out var result))
            {
                Process(result.Buffer);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    return;
            }
        }
        """)]
    [InlineData("""
        async Task TryOrAsync(PipeReader reader)
        {
            while (true)
            {
                if (!reader.TryRead(out var result))
                {
                    result = await reader.ReadAsync();
                }

                Process(result.Buffer);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    return;
            }
        }
        """)]
    [InlineData("""
        async Task Sr(PipeReader reader)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var sr = new SequenceReader<byte>(result.Buffer);
                while (sr.TryReadTo(out ReadOnlySpan<byte> l, (byte)10))
                {
                    Console.WriteLine(l.Length);
                }

                reader.AdvanceTo(sr.Position, result.Buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        """)]
    [InlineData("""
        bool TryForward(out ReadResult result) => _reader.TryRead(out result);
        """)]
    [InlineData("""
        bool TryForwardSomething(out ReadResult result)
        {
            if (_reader.TryRead(out result))
            {
                return !result.Buffer.IsEmpty;
            }

            return false;
        }
        """)]
    [InlineData("""
        bool TryKeep() => _reader.TryRead(out _result);
        """)]
    [InlineData("""
        async Task Keep()
        {
            _result = await _reader.ReadAsync();
        }
        """)]
    [InlineData("""
        async ValueTask<ReadResult> Wrap(PipeReader reader) => await reader.ReadAsync();
        """)]
    [InlineData("""
        async ValueTask<ReadResult> Wrap2(PipeReader reader)
        {
            var r = await reader.ReadAsync();
            return r;
        }
        """)]
    public Task CorrectLoop_IsFine(string member) => Check.Source<LifetimeAnalyzer>(PipeSource.With(member));
}
