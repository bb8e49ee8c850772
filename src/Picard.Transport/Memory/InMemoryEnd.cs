using System.IO.Pipelines;
using System.Net;

namespace Picard.Transport;

/// <summary>One end of a connection that never leaves the process. It behaves as TCP does: half-close, reset, and a bounded backlog in each direction.</summary>
internal sealed class InMemoryEnd : SlabConnection
{
    private readonly InMemoryChannel _incoming;
    private readonly InMemoryChannel _outgoing;
    private InMemoryEnd? _peer;

    private InMemoryEnd(InMemoryOptions options, InMemoryChannel incoming, InMemoryChannel outgoing, EndPoint? local, EndPoint? remote)
    {
        _incoming = incoming;
        _outgoing = outgoing;
        Slabs = options.Slabs;
        Scheduler = options.Scheduler;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
        Reader = new InMemoryReader(this, incoming);
        Writer = new InMemoryWriter(this, outgoing);
        incoming.Receiver = Reader;
        outgoing.Sender = Writer;
    }

    public override EndPoint? LocalEndPoint { get; }

    public override EndPoint? RemoteEndPoint { get; }

    public override PipeScheduler Scheduler { get; }

    public override SlabPool Slabs { get; }

    public override int UnreadBytes => _incoming.UnreadBytes;

    public override long SentBytes => _outgoing.ReleasedBytes;

    protected override SlabReader Reader { get; }

    protected override SlabWriter Writer { get; }

    public static InMemoryPair CreatePair(InMemoryOptions options)
    {
        var watermarks = options.Watermarks.Validated();
        var toServer = new InMemoryChannel(watermarks, options.Slabs);
        var toClient = new InMemoryChannel(watermarks, options.Slabs);
        var client = new InMemoryEnd(options, toClient, toServer, options.ClientEndPoint, options.ServerEndPoint);
        var server = new InMemoryEnd(options, toServer, toClient, options.ServerEndPoint, options.ClientEndPoint);
        client._peer = server;
        server._peer = client;
        return new InMemoryPair(client, server);
    }

    protected override ValueTask ShutdownOutput()
    {
        if (_outgoing.Finish()) { _peer!.OnPeerFinished(); }
        return ValueTask.CompletedTask;
    }

    protected override void ResetTransport()
    {
        _incoming.Reset();
        _outgoing.Reset();
        _peer!.Fail(new ConnectionFault(TransportFault.Reset, "ECONNRESET"));
    }

    protected override ValueTask CloseTransport()
    {
        // As a kernel does on close: bytes that nobody read make it a reset, otherwise it is a FIN.
        if (!_incoming.CloseReceiver()) { return ShutdownOutput(); }
        ResetTransport();
        return ValueTask.CompletedTask;
    }

    private void OnPeerFinished()
    {
        if (Reader.Signal(ResumeOn.Scheduler)) { PeerHalfClosed(); }
        else { PeerHalfClosedUnattended(); }
    }
}
