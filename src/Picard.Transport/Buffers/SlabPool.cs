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

    // Limit: as above, of large ones: 256 x 32 KiB = 8 MiB.
    private const int MaxIdleLargeSlabs = 256;

    /// <summary>How many times as long a slab for content in bulk is. Measured: 1 MiB through a proxy takes half the CPU time in receives and sends of 32 KiB (benchmark <c>proxy</c>).</summary>
    internal const int LargeFactor = 4;

    private readonly Lock _lock = new();
    private Slab? _idle;
    private Slab? _idleLarge;
    private int _idleCount;
    private int _idleLargeCount;
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

    /// <summary>A slab of <see cref="LargeFactor"/> times the usual length, for who receives more than a slab at once.</summary>
    internal Slab RentLarge()
    {
        lock (_lock)
        {
            _rentedCount++;
            if (_idleLarge is { } slab)
            {
                _idleLarge = slab.NextSlab;
                _idleLargeCount--;
                slab.Unlink();
                return slab;
            }
        }

        return new Slab(GC.AllocateUninitializedArray<byte>(LargeFactor * SlabBytes, pinned: true));
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
            if (slab.Capacity == LargeFactor * SlabBytes && _idleLargeCount < MaxIdleLargeSlabs)
            {
                slab.LinkIdle(_idleLarge);
                _idleLarge = slab;
                _idleLargeCount++;
            }

            if (slab.Capacity != SlabBytes || _idleCount == MaxIdleSlabs) { return; }
            slab.LinkIdle(_idle);
            _idle = slab;
            _idleCount++;
        }
    }
}
