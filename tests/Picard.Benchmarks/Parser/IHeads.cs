using System.Buffers;

namespace Picard.Benchmarks;

/// <summary>A parser of request heads.</summary>
internal interface IHeads
{
    string Name { get; }

    /// <summary>Parses the same head again and again; returns something made from the result, so that nothing is optimised away.</summary>
    int Parse(in ReadOnlySequence<byte> input, int count);
}
