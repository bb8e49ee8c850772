using System.Net;
using System.Threading.Channels;
using Picard.Transport;

namespace Picard.Client.Tests;

/// <summary>A network whose addresses do what the test says, when it says so.</summary>
internal sealed class FakeConnector : TransportConnector
{
    private readonly Channel<ConnectAttempt> _attempts = Channel.CreateUnbounded<ConnectAttempt>();
    private int _started;

    /// <summary>Attempts so far.</summary>
    public int Started => Volatile.Read(ref _started);

    /// <summary>The next attempt, when it is made.</summary>
    public Task<ConnectAttempt> NextAsync() => _attempts.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public override ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _started);
        var attempt = new ConnectAttempt((IPEndPoint)endPoint, cancellationToken);
        Assert.True(_attempts.Writer.TryWrite(attempt));
        return new ValueTask<TransportConnection>(attempt.Result);
    }

    /// <summary>One attempt: it hangs until the test decides, or until it is cancelled.</summary>
    internal sealed class ConnectAttempt
    {
        private readonly TaskCompletionSource<TransportConnection> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenRegistration _registration;

        public ConnectAttempt(IPEndPoint address, CancellationToken cancellationToken)
        {
            Address = address;
            Token = cancellationToken;
            _registration = cancellationToken.UnsafeRegister(static (attempt, token) => ((ConnectAttempt)attempt!)._result.TrySetCanceled(token), this);
        }

        public IPEndPoint Address { get; }

        public CancellationToken Token { get; }

        public Task<TransportConnection> Result => _result.Task;

        /// <summary>From now on it takes no notice of being cancelled, as a socket that is connected just then.</summary>
        public void Insist() => _registration.Unregister();

        /// <summary>It connects.</summary>
        /// <returns>The server's end.</returns>
        public ScriptedPeer Connect()
        {
            var (client, server) = InMemoryConnection.CreatePair(new InMemoryOptions { ServerEndPoint = Address });
            _result.TrySetResult(client);
            return new ScriptedPeer(server);
        }

        public void Fail(TransportFault fault) => _result.TrySetException(new TransportException(fault, fault.ToString()));
    }
}
