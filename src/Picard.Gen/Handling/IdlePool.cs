namespace Picard.Gen;

/// <summary>What has no exchange at the moment, kept for the next one.</summary>
internal sealed class IdlePool<T>
    where T : class
{
    // Limit: of what is kept. More than this many at once end together seldom enough that the rest may be garbage.
    private const int MaxIdle = 256;

    private readonly Lock _gate = new();
    private T?[] _idle = new T?[4];
    private int _count;

    public IdlePool()
    {
    }

    public IdlePool(T first) => (_idle[0], _count) = (first, 1);

    public T? Rent()
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                return null;
            }

            var idle = _idle[--_count];
            _idle[_count] = null;
            return idle;
        }
    }

    public void Return(T idle)
    {
        lock (_gate)
        {
            if (_count == MaxIdle)
            {
                return;
            }

            if (_count == _idle.Length)
            {
                Array.Resize(ref _idle, _count * 2);
            }

            _idle[_count++] = idle;
        }
    }
}
