using System.Buffers;
using System.Runtime.CompilerServices;

namespace Picard.Gen;

/// <summary>The items of an array while it is read: rented memory, so that only the collection itself is left behind.</summary>
internal ref struct PooledItems<T> : IDisposable
{
    private T[] _items;
    private int _count;

    public PooledItems() => _items = ArrayPool<T>.Shared.Rent(16);

    public readonly ReadOnlySpan<T> All => _items.AsSpan(0, _count);

    public void Add(T item)
    {
        if (_count == _items.Length)
        {
            var larger = ArrayPool<T>.Shared.Rent(_count * 2);
            _items.AsSpan().CopyTo(larger);
            Return();
            _items = larger;
        }

        _items[_count++] = item;
    }

    public readonly void Dispose() => Return();

    private readonly void Return()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            _items.AsSpan(0, _count).Clear();
        }

        ArrayPool<T>.Shared.Return(_items);
    }
}
