using System.Diagnostics;
using System.Text;
using System.Threading.RateLimiting;

namespace Picard;

/// <summary>
/// The limiters of a limit, one for each key. It is shared by all exchanges.
/// <code>
/// newest ─► … ─► oldest     Enter moves a partition to the front. Each new one first looks at the two oldest: what is idle is dropped, what is not moves to the front.
/// </code>
/// Invariant: no more than the limit of them. Where there is no room, keys share one more, so that a flood of keys costs neither memory nor those who have a place.
/// </summary>
/// <remarks>A partition is idle when its limiter says so and no exchange is at it: a new one in its place would count the same.</remarks>
internal sealed class LimitTable
{
    // Limit: a table of a million keys has some two hundred megabytes.
    public const int MostPartitions = 1_000_000;

    // Limit: each that waits has a connection.
    public const int MostWaiting = 1_000_000;

    // Limit: a longer text does not name anybody.
    private const int MaxKeyCharacters = 256;

    // Two for each that comes, so the table shrinks while there are idle ones.
    private const int LooksForEachNew = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LimitPartition> _byAddress = [];
    private readonly Dictionary<string, LimitPartition> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LimitPartition>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly LimitKey _key;
    private readonly int _maxPartitions;
    private readonly Func<RateLimiter> _create;
    private readonly LimitPartition _shared;
    private LimitPartition? _newest;
    private LimitPartition? _oldest;

    public LimitTable(LimitKey key, int maxPartitions, Func<RateLimiter> create)
    {
        _bySpan = _byText.GetAlternateLookup<ReadOnlySpan<char>>();
        _shared = new LimitPartition(create(), UInt128.Zero, text: null);
        (_key, _maxPartitions, _create) = (key, maxPartitions, create);
    }

    /// <summary>How many keys have a limiter of their own.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byAddress.Count + _byText.Count;
            }
        }
    }

    /// <summary>The partition of a request, which stays until <see cref="Leave"/>.</summary>
    public LimitPartition Enter(Request request)
    {
        switch (_key.Kind)
        {
            case LimitKeyKind.Everyone:
                return _shared;
            case LimitKeyKind.Field when request.Fields.TryGet(_key.FieldName!, out var value):
                Span<char> characters = stackalloc char[MaxKeyCharacters];
                var length = Encoding.Latin1.GetChars(value[..Math.Min(value.Length, MaxKeyCharacters)], characters);
                return Enter(characters[..length]);
            case LimitKeyKind.Selected when _key.Select!(request) is { } text:
                return Enter(text.AsSpan(0, Math.Min(text.Length, MaxKeyCharacters)));
            default:
                return Enter(ClientAddress.BitsOf(request));
        }
    }

    /// <summary>An exchange has done with a partition.</summary>
    public void Leave(LimitPartition partition)
    {
        if (ReferenceEquals(partition, _shared))
        {
            return;
        }

        lock (_gate)
        {
            Debug.Assert(partition.Users > 0, "It was entered.");
            partition.Users--;
        }
    }

    private LimitPartition Enter(AddressBits address)
    {
        var key = address.IsIPv4 ? address.Value : (address.Value >> 64) << 64;
        lock (_gate)
        {
            return _byAddress.TryGetValue(key, out var found) ? Use(found) : TryMakeRoom() ? Use(Add(key, text: null)) : _shared;
        }
    }

    private LimitPartition Enter(ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            return _bySpan.TryGetValue(text, out var found) ? Use(found) : TryMakeRoom() ? Use(Add(UInt128.Zero, text.ToString())) : _shared;
        }
    }

    private LimitPartition Add(UInt128 address, string? text)
    {
        var partition = new LimitPartition(_create(), address, text);
        if (text is null)
        {
            _byAddress.Add(address, partition);
        }
        else
        {
            _byText.Add(text, partition);
        }

        return partition;
    }

    private LimitPartition Use(LimitPartition partition)
    {
        partition.Users++;
        MoveToFront(partition);
        return partition;
    }

    private void MoveToFront(LimitPartition partition)
    {
        if (ReferenceEquals(partition, _newest))
        {
            return;
        }

        Unlink(partition);
        partition.Older = _newest;
        if (_newest is not null)
        {
            _newest.Newer = partition;
        }

        _newest = partition;
        _oldest ??= partition;
    }

    private void Unlink(LimitPartition partition)
    {
        if (partition.Newer is { } newer)
        {
            newer.Older = partition.Older;
        }

        if (partition.Older is { } older)
        {
            older.Newer = partition.Newer;
        }

        _oldest = ReferenceEquals(_oldest, partition) ? partition.Newer : _oldest;
        _newest = ReferenceEquals(_newest, partition) ? partition.Older : _newest;
        partition.Newer = null;
        partition.Older = null;
    }

    private bool TryMakeRoom()
    {
        for (var looks = 0; looks < LooksForEachNew && _oldest is { } candidate; looks++)
        {
            if (candidate.Users > 0 || candidate.Limiter.IdleDuration is null)
            {
                MoveToFront(candidate);
                continue;
            }

            Unlink(candidate);
            _ = candidate.Text is { } text ? _byText.Remove(text) : _byAddress.Remove(candidate.Address);
            candidate.Limiter.Dispose();
        }

        return _byAddress.Count + _byText.Count < _maxPartitions;
    }
}
