namespace Picard.Gen;

/// <summary>The machines of one handler that have no exchange at the moment.</summary>
internal sealed class MachinePool
{
    // Limit: of what is kept for the next exchanges. More than this many at once end together seldom enough that the rest may be garbage.
    private const int MaxIdle = 256;

    private readonly Lock _gate = new();
    private ExchangeMachine?[] _idle = new ExchangeMachine?[4];
    private int _count;

    public ExchangeMachine? Rent()
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                return null;
            }

            var machine = _idle[--_count];
            _idle[_count] = null;
            return machine;
        }
    }

    public void Return(ExchangeMachine machine)
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

            _idle[_count++] = machine;
        }
    }
}
