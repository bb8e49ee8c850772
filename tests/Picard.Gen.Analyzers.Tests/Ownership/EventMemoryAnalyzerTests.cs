namespace Picard.Gen.Analyzers.Tests;

/// <summary>The octets of an event are its own until it ends.</summary>
public class EventMemoryAnalyzerTests
{
    [Theory]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:_last = chunk|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlySequence<byte> chunk)
        {
            {|PIC3015:_seq = chunk.Slice(1)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk) => {|PIC3015:_chunks.Add(chunk)|};
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:channel.Writer.TryWrite(chunk)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:Task.Run(() => Console.WriteLine(chunk.Length))|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:store.Add(chunk)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlySequence<byte> chunk)
        {
            {|PIC3015:store.Keep(chunk)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:s_last = chunk.Slice(3)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:ThreadPool.QueueUserWorkItem(_ => Console.WriteLine(chunk.Span[0]))|};
        }
        """)]
    [InlineData("""
        [OnContent]
        async ValueTask Chunk(ReadOnlyMemory<byte> chunk)
        {
            _ = {|PIC3015:Work(chunk)|};
            await Task.Yield();
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:list.Add(chunk)|};
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            {|PIC3015:Downstream.Respond(StatusCode.Ok, chunk)|};
        }
        """)]
    public Task WhatOutlivesTheEvent_IsReported(string member) => Check.Source<LifetimeAnalyzer>(In(member));

    [Theory]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlyMemory<byte> chunk)
        {
            _copies.Add(chunk.ToArray());
            _n += chunk.Length;
            _last = chunk.ToArray();
            store.Copy(chunk);
        }
        """)]
    [InlineData("""
        [OnContent]
        Flow Chunk(ReadOnlySequence<byte> chunk) => Downstream.Write(chunk);
        """)]
    [InlineData("""
        [OnContent]
        async ValueTask Chunk(ReadOnlyMemory<byte> chunk)
        {
            await Work(chunk);
            await Task.Run(() => Work(chunk));
            var b = chunk.ToArray();
            _ = Task.Run(() => Console.WriteLine(b.Length));
        }
        """)]
    [InlineData("""
        [OnContent]
        void Chunk(ReadOnlySpan<byte> chunk)
        {
            foreach (var b in chunk)
                _n += b;
        }
        """)]
    [InlineData("""
        [OnContent]
        ValueTask Chunk(ReadOnlyMemory<byte> chunk) => new(Work(chunk));
        """)]
    [InlineData("""
        [OnContent]
        Task Chunk(ReadOnlyMemory<byte> chunk) => Work(chunk);
        """)]
    [InlineData("""
        [OnContent]
        async ValueTask<Flow> Chunk(ReadOnlyMemory<byte> chunk) => await Downstream.WriteAsync(chunk);
        """)]
    [InlineData("""
        [OnContent]
        async ValueTask Chunk(ReadOnlyMemory<byte> chunk)
        {
            var r = new byte[chunk.Length];
            chunk.CopyTo(r);
            channel.Writer.TryWrite(r);
            foreach (var x in chunk.ToArray())
                await Task.Delay(x);
        }
        """)]
    [InlineData("[OnContent] void Chunk(ReadOnlySpan<byte> chunk) => _copies.Add(chunk.ToArray());")]
    [InlineData("[OnContent] void Chunk(ReadOnlyMemory<byte> chunk) => Downstream.Respond(StatusCode.Ok, chunk.ToArray());")]
    [InlineData("[OnContent] void Chunk(ReadOnlySequence<byte> chunk) { foreach (var part in chunk) { _n += part.Length; } }")]
    [InlineData("[OnContent] void Chunk(ReadOnlyMemory<byte> chunk) { var all = new List<ReadOnlyMemory<byte>> { chunk }; foreach (var one in all) { _n += one.Length; } }")]
    [InlineData("[OnEnd] void End() { _last = default; _chunks.Clear(); }")]
    public Task CopyOrAwait_IsFine(string member) => Check.Source<LifetimeAnalyzer>(In(member));

    private static string In(string member) => $$"""
        using System.Buffers;
        using System.Threading.Channels;

        public class Store
        {
            private ReadOnlySequence<byte> _last;
            public List<ReadOnlyMemory<byte>> All { get; } = new();
            public void Add(ReadOnlyMemory<byte> chunk) => All.Add(chunk);
            public void Copy(ReadOnlyMemory<byte> chunk) => All.Add(chunk.ToArray());
            public void Keep(ReadOnlySequence<byte> chunk) { _last = chunk; }
        }

        [Handler("POST /upload")]
        public partial class Upload(Store store, Channel<ReadOnlyMemory<byte>> channel, List<ReadOnlyMemory<byte>> list)
        {
            private static ReadOnlyMemory<byte> s_last;
            private readonly List<ReadOnlyMemory<byte>> _chunks = new();
            private readonly List<byte[]> _copies = new();
            private ReadOnlyMemory<byte> _last;
            private ReadOnlySequence<byte> _seq;
            private int _n;
            private Downstream Downstream => default;
            private Task Work(ReadOnlyMemory<byte> chunk) => Task.CompletedTask;

            {{member}}
        }
        """;
}
