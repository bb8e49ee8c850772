using System.Text;

namespace Picard.Middleware.Tests;

public sealed class AccessLogWriterTests
{
    private const int QueueBytes = 64 * 1024;

    // A real deadline, so that a test that would wait for ever fails instead. It never decides an outcome.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly byte[] _line = Encoding.ASCII.GetBytes(new string('x', 1023) + "\n");

    [Fact]
    public async Task FullQueue_DropsAndCounts_AndNeverWaits()
    {
        using var stream = new HeldStream();
        var writer = new AccessLogWriter(stream, QueueBytes);
        writer.Write(_line);
        await stream.Entered.WaitAsync(s_patience);
        for (var i = 0; i < 100; i++)
        {
            writer.Write(_line);
        }

        Assert.Equal(100 - 64, writer.DroppedLines);
        stream.Hold.Release(100);
        await writer.DisposeAsync();
        Assert.Equal(65 * 1024, stream.WrittenBytes);
    }

    [Fact]
    public async Task Dispose_WritesWhatIsLeft_AndLaterLinesAreDropped()
    {
        using var stream = new MemoryStream();
        var writer = new AccessLogWriter(stream);
        for (var i = 0; i < 500; i++)
        {
            writer.Write(_line);
        }

        await writer.DisposeAsync();
        await writer.DisposeAsync();
        writer.Write(_line);
        Assert.Equal(500 * 1024, stream.ToArray().Length);
        Assert.Equal(1, writer.DroppedLines);
        await writer.FlushAsync().WaitAsync(s_patience);
    }

    [Fact]
    public async Task Flush_CompletesWhenWhatWasTakenIsWritten()
    {
        using var stream = new HeldStream();
        await using var writer = new AccessLogWriter(stream, QueueBytes);
        Assert.True(writer.FlushAsync().IsCompletedSuccessfully);
        writer.Write(_line);
        var flushed = writer.FlushAsync();
        await stream.Entered.WaitAsync(s_patience);
        Assert.False(flushed.IsCompleted);
        stream.Hold.Release(100);
        await flushed.WaitAsync(s_patience);
        Assert.Equal(1024, stream.WrittenBytes);
    }

    [Fact]
    public async Task StreamThatFails_CostsItsLinesAlone()
    {
        using var stream = new HeldStream { Fault = new IOException("full") };
        stream.Hold.Release(100);
        var writer = new AccessLogWriter(stream, QueueBytes);
        writer.Write(_line);
        await writer.FlushAsync().WaitAsync(s_patience);
        Assert.Equal(1, writer.DroppedLines);
        Assert.Equal("full", writer.Fault?.Message);
        stream.Fault = null;
        writer.Write(_line);
        await writer.DisposeAsync();
        Assert.Equal(1, writer.DroppedLines);
        Assert.Equal(1024, stream.WrittenBytes);
    }

    [Fact]
    public async Task LinesOfManyThreads_StayWhole()
    {
        using var stream = new MemoryStream();
        var writer = new AccessLogWriter(stream, 1024 * 1024);
        Parallel.For(0, 8, i =>
        {
            var line = Encoding.ASCII.GetBytes(new string((char)('a' + i), 99) + "\n");
            for (var j = 0; j < 500; j++)
            {
                writer.Write(line);
            }
        });
        await writer.DisposeAsync();
        var lines = Encoding.ASCII.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4000, lines.Length);
        Assert.All(lines, static line => Assert.Equal(new string(line[0], 99), line));
    }

    [Fact]
    public async Task File_IsAppendedTo()
    {
        var path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.log");
        try
        {
            for (var i = 0; i < 2; i++)
            {
                await using var writer = AccessLogWriter.ToFile(path);
                writer.Write("line\n"u8);
            }

            Assert.Equal("line\nline\n", await File.ReadAllTextAsync(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void WrongArguments_AreRefusedByName()
    {
        Assert.Throws<ArgumentOutOfRangeException>("queueBytes", () => new AccessLogWriter(Stream.Null, QueueBytes - 1));
        Assert.Throws<ArgumentException>("stream", () => new AccessLogWriter(new MemoryStream([], writable: false)));
    }

    /// <summary>Takes nothing until it is told to.</summary>
    private sealed class HeldStream : MemoryStream
    {
        public SemaphoreSlim Entered { get; } = new(0);

        public SemaphoreSlim Hold { get; } = new(0);

        public IOException? Fault { get; set; }

        public long WrittenBytes { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Entered.Release();
            Assert.True(Hold.Wait(s_patience));
            if (Fault is not null)
            {
                throw Fault;
            }

            WrittenBytes += count;
        }
    }
}
