using System.Net;
using Picard.Transport;

namespace Picard.Client;

/// <summary>How many connections are open to each address, and the order in which addresses are tried.</summary>
/// <remarks>That a connection is closed is not told but asked for when it matters, once per connection made: so no end can be missed or told twice.</remarks>
internal sealed class AddressLoad(Random random)
{
    // Limit: addresses that are remembered before those without connections are forgotten. Twice ClientOptions.MaxConnections by default.
    private const int MaxAddresses = 2048;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPEndPoint, List<WeakReference<TransportConnection>>> _open = [];

    /// <summary>A connection was made.</summary>
    public void Add(IPEndPoint address, TransportConnection connection)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(address, out var connections))
            {
                if (_open.Count >= MaxAddresses)
                {
                    ForgetIdle();
                }

                _open[address] = connections = [];
            }

            Prune(connections);
            connections.Add(new WeakReference<TransportConnection>(connection));
        }
    }

    /// <summary>Connections that are open to an address.</summary>
    public int CountOf(IPEndPoint address)
    {
        lock (_gate)
        {
            return _open.TryGetValue(address, out var connections) ? Prune(connections) : 0;
        }
    }

    /// <summary>The order in which addresses are tried: families in turn, beginning with that of the first (RFC 8305 §4); in each family first the better of two chosen at random, the one
    /// with fewer connections, and then the others as the resolver has them.</summary>
    public IPEndPoint[] Order(IPAddress[] addresses, int port)
    {
        var first = addresses[0].AddressFamily;
        var (leading, other) = (new List<IPEndPoint>(addresses.Length), new List<IPEndPoint>());
        foreach (var address in addresses)
        {
            (address.AddressFamily == first ? leading : other).Add(new IPEndPoint(address, port));
        }

        PutBetterFirst(leading);
        PutBetterFirst(other);
        var ordered = new List<IPEndPoint>(addresses.Length);
        for (var i = 0; i < Math.Max(leading.Count, other.Count); i++)
        {
            ordered.AddRange(leading.Skip(i).Take(1));
            ordered.AddRange(other.Skip(i).Take(1));
        }

        return [.. ordered];
    }

    private void PutBetterFirst(List<IPEndPoint> addresses)
    {
        if (addresses.Count < 2)
        {
            return;
        }

        int one, two;
        lock (_gate)
        {
            one = random.Next(addresses.Count);
            two = (one + 1 + random.Next(addresses.Count - 1)) % addresses.Count;
        }

        var chosen = CountOf(addresses[two]) < CountOf(addresses[one]) ? two : one;
        var better = addresses[chosen];
        addresses.RemoveAt(chosen);
        addresses.Insert(0, better);
    }

    private void ForgetIdle()
    {
        foreach (var (address, connections) in _open)
        {
            if (Prune(connections) == 0)
            {
                _open.Remove(address);
            }
        }
    }

    private static int Prune(List<WeakReference<TransportConnection>> connections)
    {
        connections.RemoveAll(static reference => !reference.TryGetTarget(out var connection) || connection.PeerState == PeerState.Gone);
        return connections.Count;
    }
}
