using System.Net;

namespace Picard.Client;

/// <summary>The addresses of hosts: looked up once, kept, and looked up again in the background while their name is in use.</summary>
/// <remarks>
/// <para>Ages of what is known of a name, in intervals: below 1 it is used as it is; from 1 to 5 it is used, and looked up again beside; beyond 5 whoever asks waits for a lookup.
/// A lookup that fails changes nothing: the old addresses serve to the end of their time.</para>
/// <para>To be in use is to be asked for, to connect or to see whether an address has departed; there is no timer.</para>
/// <para>Invariant: at most one lookup of a name is under way, and all who need it wait for that one. It is nobody's: who gives up leaves it to the others.
/// A lookup of the system cannot be ended, so that another beside one that hangs would only be another that hangs.</para>
/// </remarks>
internal sealed class HostResolver(TimeProvider time, TimeSpan interval, Func<string, CancellationToken, Task<IPAddress[]>> lookup)
{
    // Limit: names that are kept; beyond, the one longest unused is forgotten. As many as ClientOptions.MaxConnections has connections by default: more are not in use at once.
    private const int MaxNames = 1024;

    // Limit: how old addresses may be while lookups fail: long enough for a name server to be restarted, short enough that no connection goes to a machine that left minutes ago.
    private const int MaxIntervals = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Name> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _names.Count;
            }
        }
    }

    /// <summary>Whether a lookup of a name is under way.</summary>
    public bool IsLookingUp(string host)
    {
        lock (_gate)
        {
            return _names.TryGetValue(host, out var name) && name.Lookup is not null;
        }
    }

    /// <summary>The addresses of a host, in the order of the resolver; never none.</summary>
    /// <param name="host">A name, or an address, which needs no lookup.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The name has no address, or cannot be resolved.</exception>
    public ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return new ValueTask<IPAddress[]>([literal]);
        }

        lock (_gate)
        {
            var name = Use(host) ?? Add(host);
            Refresh(host, name);
            return IsUsable(name)
                ? new ValueTask<IPAddress[]>(name.Addresses!)
                : new ValueTask<IPAddress[]>(name.Lookup!.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Whether a name is known to have addresses, of which this is none. Of a name that nobody has resolved lately, nothing is known.</summary>
    public bool IsDeparted(string host, IPAddress address)
    {
        lock (_gate)
        {
            if (Use(host) is not { } name)
            {
                return false;
            }

            Refresh(host, name);
            return IsUsable(name) && Array.IndexOf(name.Addresses!, address) < 0;
        }
    }

    private bool IsUsable(Name name) => name.Addresses is not null && time.GetElapsedTime(name.ResolvedAt) < MaxIntervals * interval;

    private Name? Use(string host)
    {
        if (!_names.TryGetValue(host, out var name))
        {
            return null;
        }

        name.UsedAt = time.GetTimestamp();
        return name;
    }

    private Name Add(string host)
    {
        if (_names.Count == MaxNames)
        {
            _names.Remove(_names.MinBy(static pair => pair.Value.UsedAt).Key);
        }

        return _names[host] = new Name { UsedAt = time.GetTimestamp() };
    }

    /// <summary>Starts a lookup if one is due, or nothing is there to be used. Under the lock.</summary>
    private void Refresh(string host, Name name)
    {
        if (name.Lookup is not null || (IsUsable(name) && time.GetElapsedTime(name.TriedAt) < interval))
        {
            return;
        }

        name.TriedAt = time.GetTimestamp();

        // On the pool: a resolver may compute, or block, before it waits.
        name.Lookup = Task.Run(() => LookUpAsync(host, name));

        // A failure is for those who wait. If nobody does it is still no unobserved one.
        _ = name.Lookup.ContinueWith(static lookup => lookup.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task<IPAddress[]> LookUpAsync(string host, Name name)
    {
        IPAddress[]? found = null;
        try
        {
            var addresses = await lookup(host, CancellationToken.None).ConfigureAwait(false);
            found = addresses.Length > 0 ? addresses : throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.NoData);
            return found;
        }
        finally
        {
            lock (_gate)
            {
                name.Lookup = null;
                if (found is not null)
                {
                    name.Addresses = found;
                    name.ResolvedAt = time.GetTimestamp();
                }
            }
        }
    }

    /// <summary>What is known of a name. Guarded by the resolver's lock.</summary>
    private sealed class Name
    {
        public IPAddress[]? Addresses;
        public long ResolvedAt;
        public long TriedAt;
        public long UsedAt;
        public Task<IPAddress[]>? Lookup;
    }
}
