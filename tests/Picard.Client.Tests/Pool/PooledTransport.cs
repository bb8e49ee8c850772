using System.IO.Pipelines;
using System.Net;
using Microsoft.Win32.SafeHandles;
using Picard.Transport;

namespace Picard.Client.Tests.Pool;

/// <summary>The client's end of an in-memory pair, which counts how often it is closed, and lives on the loop that the test says.</summary>
internal sealed class PooledTransport(TransportConnection inner, TransportConnection server, int number) : TransportConnection
{
    private int _closes;
    private int _aborts;
    private int _holders;
    private bool _isServerFinished;

    public TransportConnection Server => server;

    public int Closes => Volatile.Read(ref _closes);

    public int Aborts => Volatile.Read(ref _aborts);

    /// <summary>The loop that the connection lives on; null for none.</summary>
    public TestLoop? Loop { get; init; }

    public override PipeReader Input => inner.Input;

    public override PipeWriter Output => inner.Output;

    public override EndPoint? LocalEndPoint => null;

    public override EndPoint? RemoteEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, number);

    public override PipeScheduler Scheduler => Loop ?? inner.Scheduler;

    public override bool IsOnItsLoop => Loop is { IsCurrent: true };

    public override CancellationToken PeerGone => inner.PeerGone;

    public override PeerState PeerState => inner.PeerState;

    public override int UnreadBytes => inner.UnreadBytes;

    public override long SentBytes => inner.SentBytes;

    /// <summary>What the client lets the system hold unsent; 0 is what it holds anyway.</summary>
    public int UnsentBytes { get; private set; }

    public override void AllowUnsent(int bytes) => UnsentBytes = bytes;

    /// <summary>Somebody holds a lease of it from now on; nobody else may.</summary>
    public void Hold() => Assert.Equal(1, Interlocked.Increment(ref _holders));

    public void LetGo() => Assert.Equal(0, Interlocked.Decrement(ref _holders));

    /// <summary>The server sends something that nobody asked for. Any thread.</summary>
    public void Talk()
    {
        lock (server)
        {
            if (!_isServerFinished)
            {
                Assert.True(server.Output.WriteAsync("x"u8.ToArray()).AsTask().IsCompletedSuccessfully);
            }
        }
    }

    /// <summary>The server sends FIN. Any thread.</summary>
    public void Finish()
    {
        lock (server)
        {
            if (!_isServerFinished)
            {
                _isServerFinished = true;
                Assert.True(server.CloseOutputAsync().AsTask().IsCompletedSuccessfully);
            }
        }
    }

    public override ValueTask<FlushResult> SendFileAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken = default) =>
        inner.SendFileAsync(file, offset, count, cancellationToken);

    public override void Abort()
    {
        Interlocked.Increment(ref _aborts);
        inner.Abort();
    }

    public override ValueTask CloseOutputAsync() => inner.CloseOutputAsync();

    public override ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _closes);
        return inner.DisposeAsync();
    }
}
