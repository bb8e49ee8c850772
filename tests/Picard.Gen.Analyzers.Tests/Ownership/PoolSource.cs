namespace Picard.Gen.Analyzers.Tests;

/// <summary>A class that works with pools, tasks and responses, with room for the member under test.</summary>
internal static class PoolSource
{
    public static string With(string member) => $$"""
        using System.Buffers;
        using System.IO;
        using System.Net.Http;
        using System.Text;

        public class Work
        {
            private byte[]? _buffer;
            private byte[] _field = [];
            private Memory<byte> _mem;
            private List<byte[]> _all = new();
            private IMemoryOwner<byte>? _owner;
            private Timer? _t;
            private int _n;

            private static void Give(byte[] rented) => ArrayPool<byte>.Shared.Return(rented);
            private ValueTask<int> Get() => new(5);

            {{member}}
        }
        """;
}
