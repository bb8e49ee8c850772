using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;
using Picard.Transport;

namespace Picard.Server;

/// <summary>THE driver: serves the requests of one connection, one after the other, from the first octet to the last.</summary>
/// <remarks>
/// <code>
/// Head ─► Handler ─► Responded ─► Head …               the ring of a persistent connection
///  │      │  ▲  ╲       │  ╲
///  │      ▼  │   ▼      ▼   Unread ─► Head             content that the handler did not ask for
///  │   Content  Suspended  Sending                     collecting for the handler; its task; a large body
///  ▼      ▼     Opening ─► Machine                  an event handler: its events, and what they wait for
/// Farewell ─► Linger ─► Ended                          FIN is sent, what still comes is discarded
/// </code>
/// <see cref="Advance"/> (in ServerConnection.Advance.cs) is synchronous: it goes from state to state until something must be waited for, and says what. <see cref="ServeAsync"/>
/// does the waiting, with the only awaits of the request path. So what arrived together is answered together, in order, with one flush.
/// Invariant: one exchange at a time. Nothing of the next request is parsed before the response to this one is written.
/// A read that was cancelled (a deadline, a stop) asks the state what is due; one that comes too late is due nothing and reads on.
/// Not its business: what bytes mean (<see cref="HeadParser"/>, <see cref="RequestContent"/>), what is answered (<see cref="IHandler"/>),
/// sockets, and other threads, which meet it in <see cref="ConnectionWatch"/> only.
/// </remarks>
internal sealed partial class ServerConnection : IExchangeOwner
{
    // High watermark: output that one batch of pipelined requests may gather before it must drain. The transport's own mark, so that one wait serves both.
    private const int HighWatermarkBytes = 64 * 1024;

    // What the responses before may leave of the output to an event handler: the rest is room for its head and for the first writes, which it has not been told to put off.
    private const int MaxPendingBeforeMachineBytes = 16 * 1024;

    private readonly ServerShared _server;
    private readonly ServerOptions _options;
    private readonly TransportConnection _transport;
    private readonly PipeWriter _output;
    private readonly HeadParser _parser;
    private readonly ParsedRequest _request = new();
    private readonly RequestContent _content;
    private readonly Exchange _exchange;
    private readonly ConnectionWatch _watch;
    private readonly HandlerCall _call;
    private MachineRun? _run;

    // Responses to requests before this one may not be sent yet.
    private bool _hasEarlierOutput;

    private State _state;
    private ConnectionInput _input;
    private ConnectionDeadline _deadline;

    public ServerConnection(TransportConnection transport, ServerShared server)
    {
        _transport = transport;
        _server = server;
        _options = server.Options;
        _input = new ConnectionInput(transport.Input);
        _output = transport.Output;
        _parser = new HeadParser(_options.Limits);
        _content = new RequestContent(_options.Limits);
        _exchange = new Exchange(_output, server.Date, this, server.Stopping);
        _watch = new ConnectionWatch(transport, _exchange, server);
        _call = new HandlerCall(server.Handler, _exchange, _watch, server.Log);
        _deadline = new ConnectionDeadline(server.Timer, _options);
    }

    /// <summary>What is expected next.</summary>
    private enum State
    {
        Head,       // a request head, or the rest of one
        Handler,    // the handler's next step
        Content,    // content that the handler has asked for
        Suspended,  // the end of the user's task
        Opening,    // room in the output for what an event handler writes
        Machine,    // the next event, or what it waits for
        Responded,  // nothing of this exchange, unless a large body or a file is still to be sent
        Sending,    // the peer, to take that body from its owner's memory, or from a file
        Unread,     // the end of content that nobody has asked for
        Farewell,   // the peer, to take the last output; then comes our FIN
        Linger,     // the peer's FIN
        Ended,      // nothing
    }

    /// <summary>What <see cref="Advance"/> cannot go on without.</summary>
    private enum Wait { Input, Handler, Event, Write, Wake, Drain, OutputClosed, Nothing }

    /// <inheritdoc/>
    IExchangeConnection IExchangeOwner.Connection => _run ??= new MachineRun(_transport, _exchange, _content, _watch, _call, _options);

    /// <inheritdoc/>
    TimeProvider IExchangeOwner.Time => _options.TimeProvider;

    /// <inheritdoc/>
    EndPoint? IExchangeOwner.RemoteEndPoint => _transport.RemoteEndPoint;

    /// <inheritdoc/>
    EndPoint? IExchangeOwner.LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>Serves the connection until it ends, then frees all it holds. Never throws.</summary>
    /// <param name="admission">Whether it is served, or only told that the server is full.</param>
    public async Task RunAsync(Admission admission)
    {
        _server.Timer.Add(_watch);
        try
        {
            Observe(_server.Metrics.MeasuresConnections)?.Open();
            // From connect, not from the first octet: a client that connects and says nothing has no claim to a connection.
            _deadline.BeginHead();
            if (admission == Admission.Refuse)
            {
                _state = Refuse(Refusal.ConnectionLimit);
            }

            await ServeAsync().ConfigureAwait(false);
        }
        catch (TransportException lost)
        {
            ServerEvents.ConnectionLost(_server.Log, lost.Message);
            await AbortMachineAsync().ConfigureAwait(false);
        }
        catch (Exception defect)
        {
            // A defect of the server, or memory that is not there: user code is caught where it is called. Other connections live on.
            _transport.Abort();
            _call.Observation?.Fail(defect);
            ServerEvents.ConnectionFailed(_server.Log, defect);
        }
        finally
        {
            _watch.Close();
            _call.Observation?.Close(_watch.AbortedBy);
            _call.EndMiddleware();
            _exchange.End();
            _run?.Dispose();
            _content.End();
            _request.ReleaseStorage();
            await _transport.DisposeAsync().ConfigureAwait(false);
            _server.Close(_watch, admission);
        }
    }

    // No await here comes back to a SynchronizationContext, nor does the end of this method hop to another thread where there is one, as a
    // Task's would: what ends a wait goes on with the connection, on its loop or inline in a test.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ServeAsync()
    {
        while (true)
        {
            switch (Advance())
            {
                case Wait.Input or Wait.Wake when _output.UnflushedBytes > 0:
                    // One flush for all that this batch of input asked for. A wake-up ends it early: then there is an event before the rest of it.
                    if (!_watch.Drained(await _watch.Output(_output.FlushAsync()).ConfigureAwait(false)) && !TryAbortMachine())
                    {
                        return;
                    }

                    break;
                case Wait.Input:
                    Take(await _watch.Input(_input.ReadAsync(), _deadline.At).ConfigureAwait(false));
                    break;
                case Wait.Handler:
                    // The responses before this one do not wait for it. A client that does not take them is gone.
                    if (!_exchange.HasStream && _output.UnflushedBytes > 0 && !_watch.Drained(await _watch.Output(_output.FlushAsync()).ConfigureAwait(false)))
                    {
                        _watch.AbortExchange();
                    }

                    WatchHandler();
                    _state = After(await _call.CompletionAsync().ConfigureAwait(false));
                    _watch.End();
                    break;
                case Wait.Event:
                    _run!.BeginEvent();
                    await _call.EventAsync(_exchange.Machine!).ConfigureAwait(false);
                    _watch.End();
                    break;
                case Wait.Write:
                    await _run!.EndWriteAsync().ConfigureAwait(false);
                    break;
                case Wait.Wake:
                    await _run!.WakeAsync().ConfigureAwait(false);
                    _watch.End();
                    break;
                case Wait.Drain:
                    // This await is the backpressure: it does not complete while the peer reads slower than we write.
                    if (!await SendAsync().ConfigureAwait(false) && !TryAbortMachine())
                    {
                        return;
                    }

                    _exchange.ContentSent();
                    break;
                case Wait.OutputClosed:
                    await _watch.Output(_transport.CloseOutputAsync()).ConfigureAwait(false);
                    BeginLinger();
                    break;
                case Wait.Nothing:
                    return;
                default:
                    throw new UnreachableException();
            }
        }
    }

    private void WatchHandler()
    {
        if (_exchange.HasStream)
        {
            // Input and output are the task's, and so are their waits.
            _watch.BeginStreamHandler();
        }
        else
        {
            _watch.BeginHandler(_content.MissingBytes(_input.Batch));
        }
    }
}
