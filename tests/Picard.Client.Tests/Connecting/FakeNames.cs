using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Picard.Client.Tests;

/// <summary>A resolver that answers when the test says so.</summary>
internal sealed class FakeNames
{
    private readonly Channel<Lookup> _lookups = Channel.CreateUnbounded<Lookup>();
    private int _count;

    /// <summary>Lookups so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The next lookup, when it is made.</summary>
    public Task<Lookup> NextAsync() => _lookups.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public Task<IPAddress[]> LookUpAsync(string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        var lookup = new Lookup(name);
        Assert.True(_lookups.Writer.TryWrite(lookup));
        return lookup.Result;
    }

    internal sealed class Lookup(string name)
    {
        private readonly TaskCompletionSource<IPAddress[]> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => name;

        public Task<IPAddress[]> Result => _result.Task;

        public void Answer(params string[] addresses) => _result.SetResult([.. addresses.Select(IPAddress.Parse)]);

        public void Fail() => _result.SetException(new SocketException((int)SocketError.HostNotFound));
    }
}
