using Picard.Gen.CodeFixes;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>What makes code wait for slow readers; whatever is offered compiles.</summary>
public class BackpressureCodeFixTests
{
    [Fact]
    public Task UnboundedChannels_GetABound() => Check.Fix<UnboundedQueueAnalyzer, BoundedChannelCodeFix>(
        """
        using System.Threading.Channels;

        class Queues
        {
            private readonly Channel<int> _one = {|PIC2005:Channel.CreateUnbounded<int>()|}; // one
            private readonly Channel<string> _two = {|PIC2005:Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true })|};
            private readonly Channel<string> _three = {|PIC2005:System.Threading.Channels.Channel.CreateUnbounded<string>(new System.Threading.Channels.UnboundedChannelOptions() { SingleReader = true })|};

            public async Task Run(IAsyncEnumerable<int> numbers)
            {
                await foreach (var number in numbers) { await _one.Writer.WriteAsync(number); await _two.Writer.WriteAsync(""); await _three.Writer.WriteAsync(""); }
            }
        }
        """,
        """
        using System.Threading.Channels;

        class Queues
        {
            private readonly Channel<int> _one = Channel.CreateBounded<int>(128); // one
            private readonly Channel<string> _two = Channel.CreateBounded<string>(new BoundedChannelOptions(128) { SingleReader = true });
            private readonly Channel<string> _three = System.Threading.Channels.Channel.CreateBounded<string>(new System.Threading.Channels.BoundedChannelOptions(128) { SingleReader = true });

            public async Task Run(IAsyncEnumerable<int> numbers)
            {
                await foreach (var number in numbers) { await _one.Writer.WriteAsync(number); await _two.Writer.WriteAsync(""); await _three.Writer.WriteAsync(""); }
            }
        }
        """);

    [Fact]
    public Task FlushResults_AreLookedAt() => Check.Fix<IgnoredResultAnalyzer, FlushCodeFix>(
        """
        using System.IO.Pipelines;

        class Copy
        {
            async Task Run(PipeWriter output, IAsyncEnumerable<byte[]> pieces, CancellationToken token)
            {
                await foreach (var piece in pieces)
                {
                    // Each piece goes out.
                    await {|PIC2002:output.WriteAsync(piece, token)|}; // at once
                }

                while (true)
                {
                    output.Advance(1);
                    await {|PIC2002:output.FlushAsync(token)|}.ConfigureAwait(false);
                }
            }
        }
        """,
        """
        using System.IO.Pipelines;

        class Copy
        {
            async Task Run(PipeWriter output, IAsyncEnumerable<byte[]> pieces, CancellationToken token)
            {
                await foreach (var piece in pieces)
                {
                    // Each piece goes out.
                    if ((await output.WriteAsync(piece, token)).IsCompleted)
                    {
                        break;
                    } // at once
                }

                while (true)
                {
                    output.Advance(1);
                    if ((await output.FlushAsync(token).ConfigureAwait(false)).IsCompleted)
                    {
                        break;
                    }
                }
            }
        }
        """);

    [Fact]
    public Task ItemsForWhichThereIsNoRoom_AreWrittenLater() => Check.Fix<IgnoredResultAnalyzer, FlushCodeFix>(
        """
        using System.Threading.Channels;

        class Queue
        {
            private readonly Channel<int> _items = Channel.CreateBounded<int>(8);

            async Task Run(IAsyncEnumerable<int> numbers, CancellationToken token)
            {
                await foreach (var number in numbers)
                {
                    {|PIC2002:_items.Writer.TryWrite(number)|}; // or not
                    _ = {|PIC2002:_items.Writer.TryWrite(number)|};
                }
            }
        }
        """,
        """
        using System.Threading.Channels;

        class Queue
        {
            private readonly Channel<int> _items = Channel.CreateBounded<int>(8);

            async Task Run(IAsyncEnumerable<int> numbers, CancellationToken token)
            {
                await foreach (var number in numbers)
                {
                    await _items.Writer.WriteAsync(number, token); // or not
                    await _items.Writer.WriteAsync(number, token);
                }
            }
        }
        """);

    [Fact]
    public Task Loops_FlushWhatTheyWrite() => Check.Fix<FlushAnalyzer, FlushCodeFix>(
        """
        using System.Buffers;
        using System.IO.Pipelines;

        class Copy
        {
            async Task Run(PipeWriter output, IAsyncEnumerable<byte[]> pieces, CancellationToken token)
            {
                await foreach (var piece in pieces)
                {
                    {|PIC2003:output.Write(piece)|};
                }

                await output.FlushAsync(token);
            }
        }
        """,
        """
        using System.Buffers;
        using System.IO.Pipelines;

        class Copy
        {
            async Task Run(PipeWriter output, IAsyncEnumerable<byte[]> pieces, CancellationToken token)
            {
                await foreach (var piece in pieces)
                {
                    output.Write(piece);
                    if ((await output.FlushAsync(token)).IsCompleted)
                    {
                        break;
                    }
                }

                await output.FlushAsync(token);
            }
        }
        """);

    [Fact]
    public Task Writes_AreAwaited() => Check.Fix<UnawaitedWriteAnalyzer, FlushCodeFix>(
        """
        using System.IO;
        using System.IO.Pipelines;

        class Copy
        {
            async Task Run(PipeWriter output, Stream stream, IAsyncEnumerable<byte[]> pieces)
            {
                await foreach (var piece in pieces)
                {
                    _ = {|PIC2004:stream.WriteAsync(piece, 0, 1)|}; // one
                    {|PIC2004:output.WriteAsync(piece)|};
                }
            }

            Task Send(Stream stream, byte[] piece)
            {
                {|PIC2004:stream.WriteAsync(piece, 0, 1)|};
                return stream.FlushAsync();
            }
        }
        """,
        """
        using System.IO;
        using System.IO.Pipelines;

        class Copy
        {
            async Task Run(PipeWriter output, Stream stream, IAsyncEnumerable<byte[]> pieces)
            {
                await foreach (var piece in pieces)
                {
                    await stream.WriteAsync(piece, 0, 1); // one
                    if ((await output.WriteAsync(piece)).IsCompleted)
                    {
                        break;
                    }
                }
            }

            async Task Send(Stream stream, byte[] piece)
            {
                await stream.WriteAsync(piece, 0, 1);
                await stream.FlushAsync();
            }
        }
        """,
        // CS4014 says of the same calls that they are not awaited.
        static test => test.DisabledDiagnostics.Add("CS4014"));

    [Fact]
    public Task Producer_GoesOnAtResume() => Check.Fix<FlowAnalyzer, ResumeCodeFix>(
        """
        [Handler("GET /ticks")]
        partial class Ticks
        {
            private long _next;

            [OnRequest] void Begin(Downstream downstream) { downstream.Begin(StatusCode.Ok); }

            // Writes what there is.
            void Produce()
            {
                while (_next < 1_000_000 && {|PIC2009:Downstream.Write($"{_next++}\n")|} == Flow.Ready) { }
            }
        }

        partial class Ticks { private Downstream Downstream => default!; }

        [Handler("GET /tocks")]
        partial class Tocks
        {
            [OnRequest]
            void Begin(Downstream downstream)
            {
                while ({|PIC2009:downstream.Write("tock")|} == Flow.Ready) { }
            }
        }
        """,
        """
        [Handler("GET /ticks")]
        partial class Ticks
        {
            private long _next;

            [OnRequest] void Begin(Downstream downstream) { downstream.Begin(StatusCode.Ok); }

            // Writes what there is.
            [OnResume]
            void Produce()
            {
                while (_next < 1_000_000 && Downstream.Write($"{_next++}\n") == Flow.Ready) { }
            }
        }

        partial class Ticks { private Downstream Downstream => default!; }

        [Handler("GET /tocks")]
        partial class Tocks
        {
            [OnRequest]
            void Begin(Downstream downstream)
            {
                while (downstream.Write("tock") == Flow.Ready) { }
            }

            [OnResume]
            private void Resume()
            {
                throw new NotImplementedException();
            }
        }
        """);
}
