using Picard.Transport;

namespace Picard.Server;

// What is made of a peer that has left, or has sent its FIN, while nothing is read from it.
internal sealed partial class ConnectionWatch
{
    // A client that sends its request and FIN in one go still gets what a quick handler awaits for; with the timer's two ticks, within a second.
    private static readonly TimeSpan s_halfClosedGrace = TimeSpan.FromMilliseconds(150);

    /// <summary>What a client's FIN means that comes after its whole request, while that task runs.</summary>
    public HalfClosedClients? HalfClosed { get; set; }

    /// <summary>The response has begun: a client that has sent its FIN may well read on.</summary>
    public void ServeHalfClosed()
    {
        HalfClosed = HalfClosedClients.Serve;

        // Race: the task may begin to wait for its client just now. That wait has a deadline of its own, and keeps it.
        var deadline = Volatile.Read(ref _deadline);
        if (_waiting == Waiting.Handler)
        {
            Interlocked.CompareExchange(ref _deadline, ConnectionTimer.Never, deadline);
        }
    }

    private void RegisterPeer()
    {
        if (!_isRegistered)
        {
            _isRegistered = true;
            _peerGone = transport.PeerGone.UnsafeRegister(static self => ((ConnectionWatch)self!).OnPeerGone(), this);
        }
    }

    private void WatchPeer()
    {
        RegisterPeer();
        // Race: the FIN or the reset came before this wait, when the callback found nothing to abort. So look after saying that we wait,
        // and no earlier: a store may pass a later load.
        Interlocked.MemoryBarrier();
        if (transport.PeerState != PeerState.Open)
        {
            OnPeerGone();
        }
    }

    private void OnPeerGone()
    {
        var waiting = _waiting;
        if (waiting is Waiting.Nothing or Waiting.Input || (waiting is Waiting.Output or Waiting.Write && exchange.Machine is null))
        {
            return;
        }

        // A FIN before the last octet of the request ends it; what the kernel still holds of it counts as come.
        if (transport.PeerState == PeerState.Gone || transport.UnreadBytes < MissingBytes)
        {
            AbortExchange();
        }
        else if (waiting is Waiting.Handler or Waiting.Wake && exchange.Machine is not { AwaitsEnd: true }
            && (HalfClosed ?? server.Options.HalfClosedClients) == HalfClosedClients.Abort)
        {
            Volatile.Write(ref _deadline, server.Timer.After(s_halfClosedGrace));
        }
    }
}
