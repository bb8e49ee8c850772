namespace Picard.Gen.Analyzers.Tests;

/// <summary>Memory of pools: used, kept and returned.</summary>
public class PooledMemoryAnalyzerTests
{
    [Theory]
    [InlineData("""
        void After(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            s.Read(a, 0, 10);
            ArrayPool<byte>.Shared.Return(a);
            Console.WriteLine({|PIC3012:a|}[0]);
        }
        """)]
    [InlineData("""
        string AfterSpan()
        {
            var a = ArrayPool<char>.Shared.Rent(10);
            var span = a.AsSpan(0, 5);
            ArrayPool<char>.Shared.Return(a);
            return new string ({|PIC3012:span|});
        }
        """)]
    [InlineData("""
        void OwnerAfter()
        {
            var o = MemoryPool<byte>.Shared.Rent(10);
            o.Dispose();
            {|PIC3012:o|}.Memory.Span[0] = 1;
        }
        """)]
    [InlineData("""
        void OwnerAfter2()
        {
            Memory<byte> m;
            using (var o = MemoryPool<byte>.Shared.Rent(10))
            {
                m = o.Memory;
            }

            {|PIC3012:m|}.Span[0] = 1;
        }
        """)]
    [InlineData("""
        void LoopReturn(Stream s)
        {
            var a = {|PIC3014:ArrayPool<byte>.Shared.Rent(10)|};
            while (s.Read({|PIC3012:a|}, 0, 10) > 0)
            {
                ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        void Resize()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            var b = ArrayPool<byte>.Shared.Rent(20);
            ArrayPool<byte>.Shared.Return(a);
            Array.Copy({|PIC3012:a|}, b, 10);
            ArrayPool<byte>.Shared.Return(b);
        }
        """)]
    [InlineData("""
        void Helper(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            Give(a);
            s.Read({|PIC3012:a|});
        }
        """)]
    [InlineData("""
        void FieldAfter()
        {
            ArrayPool<byte>.Shared.Return(_field);
            {|PIC3012:_field|}[0] = 1;
        }
        """)]
    public Task UseAfterReturn_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PoolSource.With(member));

    [Theory]
    [InlineData("""
        void Twice()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            ArrayPool<byte>.Shared.Return(a);
            {|PIC3013:ArrayPool<byte>.Shared.Return(a)|};
        }
        """)]
    [InlineData("""
        void CatchFinally(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            try
            {
                s.Read(a);
            }
            catch (IOException)
            {
                ArrayPool<byte>.Shared.Return(a);
                throw;
            }
            finally
            {
                {|PIC3013:ArrayPool<byte>.Shared.Return(a)|};
            }
        }
        """)]
    [InlineData("""
        void TryFinally(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            try
            {
                s.Read(a);
                ArrayPool<byte>.Shared.Return(a);
            }
            finally
            {
                {|PIC3013:ArrayPool<byte>.Shared.Return(a)|};
            }
        }
        """)]
    [InlineData("""
        void OwnerTwice()
        {
            var o = MemoryPool<byte>.Shared.Rent(10);
            o.Dispose();
            {|PIC3013:o.Dispose()|};
        }
        """)]
    public Task SecondReturn_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PoolSource.With(member));

    [Theory]
    [InlineData("""
        void Leak(Stream s)
        {
            var a = {|PIC3014:ArrayPool<byte>.Shared.Rent(10)|};
            s.Read(a, 0, 10);
        }
        """)]
    [InlineData("""
        int LeakEarly(Stream s)
        {
            var a = {|PIC3014:ArrayPool<byte>.Shared.Rent(10)|};
            var n = s.Read(a, 0, 10);
            if (n == 0)
                return -1;
            ArrayPool<byte>.Shared.Return(a);
            return n;
        }
        """)]
    public Task MissingReturn_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PoolSource.With(member));

    [Theory]
    [InlineData("""
        Memory<byte> ReturnsMemory()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            try
            {
                return {|PIC3015:a.AsMemory(0, 3)|};
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        ArraySegment<byte> Segment()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            var seg = new ArraySegment<byte>(a, 0, 5);
            ArrayPool<byte>.Shared.Return(a);
            return {|PIC3015:seg|};
        }
        """)]
    [InlineData("""
        Stream Ms()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            var ms = new MemoryStream(a, 0, 5);
            ArrayPool<byte>.Shared.Return(a);
            return {|PIC3015:ms|};
        }
        """)]
    [InlineData("""
        void Store()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            {|PIC3015:_field = a|};
            ArrayPool<byte>.Shared.Return(a);
        }
        """)]
    [InlineData("""
        void Store2()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            {|PIC3015:_mem = a.AsMemory(0, 4)|};
            ArrayPool<byte>.Shared.Return(a);
        }
        """)]
    [InlineData("""
        void Collect()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            {|PIC3015:_all.Add(a)|};
            ArrayPool<byte>.Shared.Return(a);
        }
        """)]
    [InlineData("""
        async Task Unawaited(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            var t = {|PIC3015:s.WriteAsync(a, 0, 10)|};
            ArrayPool<byte>.Shared.Return(a);
            await t;
        }
        """)]
    [InlineData("""
        void Forget(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            try
            {
                _ = {|PIC3015:s.WriteAsync(a, 0, 10)|};
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        void Lambda()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            {|PIC3015:Task.Run(() => Console.WriteLine(a[0]))|};
            ArrayPool<byte>.Shared.Return(a);
        }
        """)]
    [InlineData("""
        void Queue()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            {|PIC3015:ThreadPool.QueueUserWorkItem(_ => Console.WriteLine(a[0]))|};
            ArrayPool<byte>.Shared.Return(a);
        }
        """)]
    [InlineData("""
        Task ReturnTask(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            try
            {
                return {|PIC3015:s.WriteAsync(a, 0, 10)|};
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        Memory<byte> OwnerReturned()
        {
            using var o = MemoryPool<byte>.Shared.Rent(10);
            return {|PIC3015:o.Memory.Slice(0, 2)|};
        }
        """)]
    [InlineData("""
        void OwnerField()
        {
            using var o = MemoryPool<byte>.Shared.Rent(10);
            {|PIC3015:_mem = o.Memory|};
        }
        """)]
    public Task WhatOutlivesTheMemory_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PoolSource.With(member));
}
