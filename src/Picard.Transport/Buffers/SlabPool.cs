using System.Diagnostics;

namespace Picard.Transport;

/// <summary>The blocks of memory that connections read into and write from. Only bytes that wait for somebody hold a slab: an idle connection has none.</summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class SlabPool
{
    /// <summary>Bytes of a slab unless told otherwise. 8 KiB: a typical request head and a typical response head fit several times, and a reader that stops costs one of them.</summary>
    public const int DefaultSlabBytes = 8 * 1024;

    // Limit: slabs kept for the next user; more than that go back to the collector. 2048 x 8 KiB = 16 MiB is what a burst leaves behind.
    private const int MaxIdleSlabs = 2048;

    private readonly Lock _lock = new();
    private Slab? _idle;
    private int _idleCount;
    private int _rentedCount;

    /// <summary>Makes a pool.</summary>
    /// <param name="slabBytes">Bytes of each slab, at least 16.</param>
    public SlabPool(int slabBytes = DefaultSlabBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slabBytes, 16);
        SlabBytes = slabBytes;
    }

    /// <summary>The pool that transports use unless told otherwise.</summary>
    public static SlabPool Shared { get; } = new();

    /// <summary>Bytes of each slab.</summary>
    public int SlabBytes { get; }

    /// <summary>Slabs that are in use now. When every connection of the pool is disposed of it is zero; anything else is a leak.</summary>
    public int RentedCount => Volatile.Read(ref _rentedCount);

    internal Slab Rent()
    {
        lock (_lock)
        {
            _rentedCount++;
            if (_idle is { } slab)
            {
                _idle = slab.NextSlab;
                _idleCount--;
                slab.Unlink();
                return slab;
            }
        }

        // Pinned: the kernel reads and writes slabs, and a pinned array costs no handle per call.
        return new Slab(GC.AllocateUninitializedArray<byte>(SlabBytes, pinned: true));
    }

    /// <summary>A slab for a size hint that no pooled slab can satisfy. It is counted, and dropped when returned.</summary>
    internal Slab RentOversized(int bytes)
    {
        Debug.Assert(bytes > SlabBytes);
        lock (_lock) { _rentedCount++; }
        return new Slab(GC.AllocateUninitializedArray<byte>(bytes, pinned: true));
    }

    internal void Return(Slab slab)
    {
        slab.Clear();
        lock (_lock)
        {
            Debug.Assert(_rentedCount > 0, "A slab was returned twice.");
            _rentedCount--;
            if (slab.Capacity != SlabBytes || _idleCount == MaxIdleSlabs) { return; }
            slab.LinkIdle(_idle);
            _idle = slab;
            _idleCount++;
        }
    }
}
