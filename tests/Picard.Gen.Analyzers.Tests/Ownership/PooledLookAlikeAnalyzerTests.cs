namespace Picard.Gen.Analyzers.Tests;

/// <summary>Correct use of pools as it is written: nothing may be reported.</summary>
public class PooledLookAlikeAnalyzerTests
{
    [Theory]
    [InlineData("""
        void Plain(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            try
            {
                s.Read(a, 0, 10);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        void NoFinally(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            s.Read(a, 0, 10);
            Console.WriteLine(a[0]);
            ArrayPool<byte>.Shared.Return(a, clearArray: true);
        }
        """)]
    [InlineData("""
        string Stack(int n)
        {
            char[]? rented = null;
            Span<char> span = n <= 256 ? stackalloc char[256] : (rented = ArrayPool<char>.Shared.Rent(n));
            try
            {
                span.Fill('x');
                return new string (span.Slice(0, n));
            }
            finally
            {
                if (rented is not null)
                    ArrayPool<char>.Shared.Return(rented);
            }
        }
        """)]
    [InlineData("""
        string Stack2(int n)
        {
            char[]? rented = null;
            Span<char> span = n <= 256 ? stackalloc char[256] : (rented = ArrayPool<char>.Shared.Rent(n));
            var s = new string (span.Slice(0, n));
            if (rented != null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }

            return s;
        }
        """)]
    [InlineData("""
        void Cond(int n, Stream s)
        {
            byte[] a = n > 100 ? ArrayPool<byte>.Shared.Rent(n) : new byte[n];
            s.Read(a);
            if (n > 100)
                ArrayPool<byte>.Shared.Return(a);
        }
        """)]
    [InlineData("""
        void Grow(int more)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(_n + more);
            if (_buffer is not null)
            {
                Array.Copy(_buffer, bigger, _n);
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            _buffer = bigger;
        }
        """)]
    [InlineData("""
        byte[] GrowLocal(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(16);
            int n = 0;
            try
            {
                while (true)
                {
                    if (n == a.Length)
                    {
                        var b = ArrayPool<byte>.Shared.Rent(a.Length * 2);
                        Buffer.BlockCopy(a, 0, b, 0, n);
                        ArrayPool<byte>.Shared.Return(a);
                        a = b;
                    }

                    var r = s.Read(a, n, a.Length - n);
                    if (r == 0)
                        break;
                    n += r;
                }

                return a.AsSpan(0, n).ToArray();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        void GrowOld()
        {
            var old = _buffer;
            _buffer = ArrayPool<byte>.Shared.Rent(20);
            if (old != null)
            {
                old.AsSpan().CopyTo(_buffer);
                ArrayPool<byte>.Shared.Return(old);
            }
        }
        """)]
    [InlineData("""
        public void Dispose()
        {
            if (_buffer is { } b)
            {
                _buffer = null;
                ArrayPool<byte>.Shared.Return(b);
            }

            _owner?.Dispose();
            _owner = null;
        }
        """)]
    [InlineData("""
        public void Dispose2()
        {
            var b = Interlocked.Exchange(ref _buffer, null);
            if (b != null)
                ArrayPool<byte>.Shared.Return(b);
        }
        """)]
    [InlineData("""
        public void Dispose3()
        {
            ArrayPool<byte>.Shared.Return(_buffer!);
            _buffer = null;
        }
        """)]
    [InlineData("""
        byte[] Pass()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            a[0] = 1;
            return a;
        }
        """)]
    [InlineData("""
        void Keep()
        {
            _buffer = ArrayPool<byte>.Shared.Rent(10);
        }
        """)]
    [InlineData("""
        void Nulled(Stream s)
        {
            byte[]? a = ArrayPool<byte>.Shared.Rent(10);
            try
            {
                s.Read(a);
                ArrayPool<byte>.Shared.Return(a);
                a = null;
                s.Flush();
            }
            finally
            {
                if (a != null)
                    ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        void Flag(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            var returned = false;
            try
            {
                s.Read(a);
                ArrayPool<byte>.Shared.Return(a);
                returned = true;
                s.Flush();
            }
            finally
            {
                if (!returned)
                    ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        void CatchRethrow(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            try
            {
                s.Read(a);
            }
            catch
            {
                ArrayPool<byte>.Shared.Return(a);
                throw;
            }

            ArrayPool<byte>.Shared.Return(a);
        }
        """)]
    [InlineData("""
        async Task Awaited(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            try
            {
                var t = s.ReadAsync(a, 0, 10);
                Console.WriteLine();
                var n = await t;
                await s.WriteAsync(a.AsMemory(0, n));
                await Task.Run(() => Console.WriteLine(a[0]));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        async Task All(Stream s)
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            var ts = new List<Task>();
            for (int i = 0; i < 3; i++)
                ts.Add(s.WriteAsync(a, 0, 3));
            await Task.WhenAll(ts);
            ArrayPool<byte>.Shared.Return(a);
        }
        """)]
    [InlineData("""
        void Loop(Stream s)
        {
            for (int i = 0; i < 3; i++)
            {
                var a = ArrayPool<byte>.Shared.Rent(10);
                s.Read(a);
                ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        int Length()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            ArrayPool<byte>.Shared.Return(a);
            return a.Length;
        }
        """)]
    [InlineData("""
        byte[] Copy()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            var c = a.AsSpan(0, 5).ToArray();
            var d = a[..3];
            ArrayPool<byte>.Shared.Return(a);
            c[0] = d[0];
            return c;
        }
        """)]
    [InlineData("""
        void Owner()
        {
            using var o = MemoryPool<byte>.Shared.Rent(10);
            o.Memory.Span[0] = 1;
        }
        """)]
    [InlineData("""
        IMemoryOwner<byte> OwnerPass()
        {
            var o = MemoryPool<byte>.Shared.Rent(10);
            o.Memory.Span.Clear();
            return o;
        }
        """)]
    [InlineData("""
        void OwnerKeep()
        {
            _owner = MemoryPool<byte>.Shared.Rent(10);
        }
        """)]
    [InlineData("""
        (IMemoryOwner<byte>, int) OwnerTuple()
        {
            var o = MemoryPool<byte>.Shared.Rent(10);
            return (o, 5);
        }
        """)]
    [InlineData("""
        void Sort(List<int> l)
        {
            var a = ArrayPool<int>.Shared.Rent(l.Count);
            l.CopyTo(a);
            l.ForEach(i => a[i]++);
            foreach (var x in a)
                Console.WriteLine(x);
            ArrayPool<int>.Shared.Return(a);
        }
        """)]
    [InlineData("""
        void Ms()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            try
            {
                using var ms = new MemoryStream(a);
                ms.WriteByte(1);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(a);
            }
        }
        """)]
    [InlineData("""
        void Ms2()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            using var ms = new MemoryStream(a);
            ms.WriteByte(1);
            ArrayPool<byte>.Shared.Return(a);
        }
        """)]
    [InlineData("""
        void Captured()
        {
            var a = ArrayPool<byte>.Shared.Rent(10);
            _t = new Timer(_ =>
            {
                a[0]++;
            });
        }
        """)]
    [InlineData("""
        sealed class Part { public ReadOnlyMemory<byte> Content { get; private set; } public void Fill(ReadOnlyMemory<byte> content) => Content = content; }
        sealed class Parts
        {
            private readonly List<Part> _parts = new();
            public void Append(ReadOnlyMemory<byte> content) { var part = new Part(); part.Fill(content); _parts.Add(part); }
            public void Clear() => _parts.Clear();
        }

        async Task<int> HandedToABuilder(Stream source)
        {
            var parts = new Parts();
            try
            {
                var piece = ArrayPool<byte>.Shared.Rent(4096);
                var filled = 0;
                while (true)
                {
                    if (filled == piece.Length)
                    {
                        parts.Append(piece);
                        piece = ArrayPool<byte>.Shared.Rent(piece.Length * 2);
                        filled = 0;
                    }

                    var read = 0;
                    try
                    {
                        read = await source.ReadAsync(piece.AsMemory(filled)).ConfigureAwait(false);
                    }
                    catch
                    {
                        ArrayPool<byte>.Shared.Return(piece);
                        throw;
                    }

                    filled += read;
                    if (read == 0)
                    {
                        parts.Append(piece.AsMemory(0, filled));
                        break;
                    }
                }

                return filled;
            }
            finally
            {
                parts.Clear();
            }
        }
        """)]
    public Task CorrectUse_IsFine(string member) => Check.Source<LifetimeAnalyzer>(PoolSource.With(member));

    [Theory]
    [InlineData("async Task A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); var t = s.WriteAsync(a, 0, 10); await t; ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("async Task A(Stream s, Stream u) { var a = ArrayPool<byte>.Shared.Rent(10); var t = s.WriteAsync(a, 0, 10); var v = u.WriteAsync(a, 0, 10); await Task.WhenAll(t, v); ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("async Task A(Stream s, Stream[] all) { var a = ArrayPool<byte>.Shared.Rent(10); var tasks = new List<Task>(); foreach (var one in all) { tasks.Add(one.WriteAsync(a, 0, 10)); } await Task.WhenAll(tasks); ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("async Task A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); var t = s.WriteAsync(a, 0, 10); try { await t; } catch (IOException) { } ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("async Task A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); var t = s.WriteAsync(a.AsMemory()); if (!t.IsCompletedSuccessfully) { await t; } ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("void A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); var t = s.WriteAsync(a, 0, 10); if (t.IsCompleted) { ArrayPool<byte>.Shared.Return(a); return; } t.GetAwaiter().GetResult(); ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("void A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); var t = s.WriteAsync(a, 0, 10); t.Wait(); ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("async Task A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); var t = s.WriteAsync(a, 0, 10).ContinueWith(x => { }); await t.ConfigureAwait(false); ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("Task A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); var t = s.WriteAsync(a, 0, 10); return t.IsCompletedSuccessfully ? Done(a) : Later(t, a); } Task Done(byte[] a) { ArrayPool<byte>.Shared.Return(a); return Task.CompletedTask; } async Task Later(Task t, byte[] a) { await t; ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("Task A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); return Later(s, a); } async Task Later(Stream s, byte[] a) { try { await s.WriteAsync(a); } finally { ArrayPool<byte>.Shared.Return(a); } }")]
    [InlineData("async Task A(Stream s) { using var o = MemoryPool<byte>.Shared.Rent(10); var t = s.WriteAsync(o.Memory); await t; }")]
    [InlineData("async Task A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); Task? last = null; for (var i = 0; i < 3; i++) { if (last is not null) { await last; } last = s.WriteAsync(a, 0, 10); } if (last is not null) { await last; } ArrayPool<byte>.Shared.Return(a); }")]
    public Task MemoryThatIsReturnedAfterItsTaskIsComplete_IsFine(string members) => Check.Source<LifetimeAnalyzer>(PoolSource.With(members));

    [Theory]
    [InlineData("void A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); var t = {|PIC3015:s.WriteAsync(a, 0, 10)|}; if (!t.IsCompleted) { ArrayPool<byte>.Shared.Return(a); return; } ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("async Task A(Stream s, Stream u) { var a = ArrayPool<byte>.Shared.Rent(10); var t = s.WriteAsync(a, 0, 10); var v = {|PIC3015:u.WriteAsync(a, 0, 10)|}; await t; ArrayPool<byte>.Shared.Return(a); await v; }")]
    [InlineData("Task A(Stream s) { var a = ArrayPool<byte>.Shared.Rent(10); var t = {|PIC3015:s.WriteAsync(a, 0, 10)|}; Done(a); return t; } void Done(byte[] a) { ArrayPool<byte>.Shared.Return(a); }")]
    public Task MemoryThatIsReturnedBefore_IsReported(string members) => Check.Source<LifetimeAnalyzer>(PoolSource.With(members));
}
