using System.Diagnostics;

namespace Picard.Proxy;

// Where a request goes: to whom its client belongs, to whom it is let through as a probe, or by the balance.
internal sealed partial class UpstreamSet
{
    private readonly Random _random;
    private uint _turn = uint.MaxValue;

    /// <summary>The destination for a request. Any thread; nothing is allocated.</summary>
    /// <param name="key">What of the request has a say.</param>
    /// <param name="failed">Where the request has failed before, if it is sent again: not there, if there is another.</param>
    /// <returns>Null: there is none that may be used.</returns>
    public Destination? Choose(in ChoiceKey key, Destination? failed = null)
    {
        var view = View;
        if (!key.Affinity.IsEmpty && view.NamedBy(key.Affinity) is { } named && named != failed && IsOpen(view, named, failed))
        {
            return named;
        }

        var usable = view.Usable;
        var hash = view.Options.Balance == UpstreamBalance.ConsistentHash ? key.Hash : null;
        if (view.NextProbe != Never && failed is null && Probe(view, hash) is { } probed)
        {
            return probed;
        }

        if (usable is [var only] && only == failed && view.Options.PanicThreshold > 0)
        {
            // The one that is left has just failed, and there is no saying that those that are out fail still.
            usable = view.All;
        }

        if (usable.Length < 2)
        {
            return usable.Length == 0 ? null : usable[0];
        }

        return view.Options.Balance switch
        {
            UpstreamBalance.ConsistentHash when hash is { } value => Highest(usable, value, failed),
            UpstreamBalance.PowerOfTwoChoices or UpstreamBalance.ConsistentHash => BetterOfTwo(usable, failed),
            UpstreamBalance.RoundRobin => Next(usable, failed),
            UpstreamBalance.LeastPending => Least(usable, failed),
            _ => throw new UnreachableException(),
        };
    }

    // Whether a client goes on to the destination it belongs to: it is used, or its request is the one that is let through.
    private bool IsOpen(UpstreamView view, Destination named, Destination? failed) =>
        named.IsUsable || view.IsPanicking || (failed is null && view.NextProbe <= Now() && TryProbe(named));

    // A request that is sent again is no probe: it has failed once already.
    private Destination? Probe(UpstreamView view, ulong? hash)
    {
        var now = Now();
        if (now < view.NextProbe)
        {
            return null;
        }

        // By hash, only a request that would belong to the destination is let through to it.
        var candidate = hash is { } value ? Highest(view.All, value, failed: null) : null;
        return candidate switch
        {
            null => ProbeAny(now),
            { IsUsable: false } when TryProbe(candidate) => candidate,
            _ => null,
        };
    }

    private Destination? ProbeAny(long now)
    {
        lock (_gate)
        {
            foreach (var destination in _view.All)
            {
                if (destination.TryProbe(now))
                {
                    Replace();
                    return destination;
                }
            }

            return null;
        }
    }

    private bool TryProbe(Destination destination)
    {
        lock (_gate)
        {
            if (!destination.IsDraining && destination.TryProbe(Now()))
            {
                Replace();
                return true;
            }

            return false;
        }
    }

    private Destination BetterOfTwo(Destination[] usable, Destination? failed)
    {
        // One number for both: the second is drawn from the others, and takes the place of the first if it is above.
        var bits = (ulong)_random.NextInt64(1L << 62);
        var first = (int)(((bits >> 31) * (ulong)usable.Length) >> 31);
        var second = (int)(((bits & int.MaxValue) * (ulong)(usable.Length - 1)) >> 31);
        second += second >= first ? 1 : 0;
        var (one, other) = (usable[first], usable[second]);
        return other != failed && (one == failed || other.Pending < one.Pending) ? other : one;
    }

    private Destination Next(Destination[] usable, Destination? failed)
    {
        var index = (int)(Interlocked.Increment(ref _turn) % (uint)usable.Length);
        var next = usable[index];
        return next != failed ? next : usable[index + 1 == usable.Length ? 0 : index + 1];
    }

    // From a random place, so that not all go to the first of those that are equal.
    private Destination Least(Destination[] usable, Destination? failed)
    {
        var index = _random.Next(usable.Length);
        Destination? least = null;
        var fewest = int.MaxValue;
        for (var i = 0; i < usable.Length; i++)
        {
            var destination = usable[index];
            var pending = destination.Pending;
            if (pending < fewest && destination != failed)
            {
                (least, fewest) = (destination, pending);
            }

            index = index + 1 == usable.Length ? 0 : index + 1;
        }

        return least!;
    }

    private static Destination Highest(Destination[] destinations, ulong hash, Destination? failed)
    {
        Destination? highest = null;
        ulong most = 0;
        foreach (var destination in destinations)
        {
            var score = RendezvousHash.Score(hash, destination.Hash);
            if (destination != failed && (highest is null || score > most))
            {
                (highest, most) = (destination, score);
            }
        }

        return highest!;
    }
}
