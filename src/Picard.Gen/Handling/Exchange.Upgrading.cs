using System.Net.WebSockets;
using System.Text;
using Picard.Http;

namespace Picard.Gen;

// How an exchange turns into a tunnel (RFC 9110 §7.8), after which its connection speaks no HTTP any more.
public sealed partial class Exchange
{
    /// <summary>Whether 101 was sent: what comes and goes from now on is raw, and the connection ends with the exchange.</summary>
    internal bool IsTunnel => _state.IsTunnel;

    /// <summary>Whether our side of the tunnel has been closed in an orderly way, so that the connection need not be aborted.</summary>
    internal bool IsTunnelClosed => _state.IsTunnelClosed;

    /// <summary>Whether the client asks for another protocol, in a request that may.</summary>
    // RFC 9110 §7.8: Upgrade is ignored in HTTP/1.0, and not meant for us unless Connection names it.
    internal bool AsksForUpgrade => Received.Version == ProtocolVersion.Http11 && (Received.Options & ConnectionOptions.Upgrade) != 0 && Fields.Contains(KnownField.Upgrade);

    /// <summary>Cancelled when a graceful stop of the server begins.</summary>
    internal CancellationToken Stopping => _stopping;

    /// <summary>The WebSocket that a parameter gets.</summary>
    internal WebSocket WebSocket => _state.WebSocket?.Socket
        ?? throw new InvalidOperationException("A WebSocket is a parameter of methods marked [WebSocket] only: no other request opens one.");

    /// <summary>Checks that the request opens a WebSocket, and refuses it if not.</summary>
    /// <param name="route">What the route says of its WebSockets.</param>
    /// <returns>False: the response is written.</returns>
    public bool BeginWebSocket(WebSocketRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        var handshake = WebSocketHandshake.Of(this, route);
        if (handshake.Reason is null)
        {
            _state.WebSocket = new WebSocketRun(this, route, handshake);
            return true;
        }

        // What follows may be frames.
        _state.Persists = false;
        var problem = ProblemContent.For(new Problem(handshake.Refusal) { Detail = handshake.Reason }, Fields);
        var shape = Shape(handshake.Refusal, problem.ContentType, handshake.Fields);
        _ = Send(handshake.Refusal == StatusCode.UpgradeRequired ? shape with { Connection = ConnectionOption.CloseUpgrade } : shape, problem.Octets);
        return false;
    }

    /// <summary>Opens the WebSocket, and waits for the user's method and for what closes after it.</summary>
    /// <param name="method">The user's method with its arguments.</param>
    /// <returns><see cref="ExchangeStep.AwaitHandler"/>.</returns>
    public ExchangeStep RunWebSocket(Func<ValueTask> method)
    {
        var run = _state.WebSocket ?? throw new InvalidOperationException("A WebSocket is run after its handshake has begun.");
        return Await(Answer.Of(run.RunAsync(method)), static (_, answer) =>
        {
            answer.Take();
            return ExchangeStep.Complete;
        });
    }

    /// <inheritdoc cref="RunWebSocket(Func{ValueTask})"/>
    public ExchangeStep RunWebSocket(Func<Task> method) => RunWebSocket(() => new ValueTask(method()));

    /// <summary>Sends 101, after which a machine's exchange is a tunnel.</summary>
    /// <param name="protocol">What is spoken from now on, of what the client has offered.</param>
    /// <param name="fields">Further fields of the response.</param>
    /// <param name="content">What writes into the tunnel.</param>
    /// <exception cref="ArgumentException">The protocol is no name of one.</exception>
    /// <exception cref="InvalidOperationException">The request cannot be upgraded; the text names the rule.</exception>
    internal void Upgrade(string protocol, ResponseFields fields, ResponseContent content)
    {
        CheckUpgrade(protocol);
        if (BeginTunnel(protocol, fields))
        {
            content.Begin(_output.Pipe, ResponseContent.Framing.Close, lengthBytes: null);
            _state.AllowsContent = true;
            _state.IsStreaming = true;
        }
    }

    /// <summary>Writes 101, after which a task has the connection as a stream.</summary>
    /// <param name="protocol">What is spoken from now on.</param>
    /// <param name="fields">Further fields of the response.</param>
    /// <returns>The stream. The 101 goes out with the first octets, or with a write of none.</returns>
    internal Tunnel OpenTunnel(string protocol, ResponseFields fields)
    {
        var owner = _owner ?? throw new InvalidOperationException("This exchange has no connection, which a tunnel needs.");
        Stream();
        _ = BeginTunnel(protocol, fields);
        return owner.OpenTunnel();
    }

    /// <summary>The tunnel was closed as its protocol wants it.</summary>
    internal void CloseTunnel() => _state.IsTunnelClosed = true;

    /// <summary>Whether the client has offered a protocol in the field Upgrade.</summary>
    internal bool IsOffered(ReadOnlySpan<byte> protocol)
    {
        var fields = Fields;
        for (var at = fields.IndexOf(KnownField.Upgrade, 0); at >= 0; at = fields.IndexOf(KnownField.Upgrade, at + 1))
        {
            var offers = new ListParser(fields[at].Value);
            while (offers.MoveNext())
            {
                // RFC 9110 §7.8: recipients SHOULD use case-insensitive comparison when matching each protocol-name.
                if (Ascii.EqualsIgnoreCase(offers.Current, protocol))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void CheckUpgrade(string protocol)
    {
        var name = Encoding.UTF8.GetBytes(protocol);
        var slash = name.AsSpan().IndexOf((byte)'/');
        if (!Grammar.IsToken(name.AsSpan(0, slash < 0 ? name.Length : slash)) || (slash >= 0 && !Grammar.IsToken(name.AsSpan(slash + 1))))
        {
            throw new ArgumentException($"'{protocol}' is no protocol: a name and perhaps a version, both tokens, such as 'example/1' (RFC 9110 §7.8).", nameof(protocol));
        }

        if (_state.HasResponded)
        {
            throw new InvalidOperationException("The response has begun: 101 is in place of one (RFC 9110 §15.2.2), so Upgrade comes before Begin and Respond, and once.");
        }

        if (Received.Version != ProtocolVersion.Http11)
        {
            throw new InvalidOperationException("A request of HTTP/1.0 cannot be upgraded: its Upgrade field is ignored (RFC 9110 §7.8).");
        }

        if (!AsksForUpgrade)
        {
            throw new InvalidOperationException("The client has asked for no upgrade: 101 answers a request with Upgrade, which Connection names (RFC 9110 §7.8).");
        }

        if (!IsOffered(name))
        {
            throw new InvalidOperationException($"The client has not offered '{protocol}': a server must not switch to a protocol that the Upgrade field does not name (RFC 9110 §7.8).");
        }

        if (Received.Framing.HasContent || _state.Machine is { IsContentEnded: true })
        {
            throw new InvalidOperationException(
                "A protocol is switched between messages (RFC 9110 §7.8): Upgrade is for requests without content, and comes before their end event.");
        }
    }

    /// <summary>A 101 as middleware sees it: a head that no content follows.</summary>
    private static ResponseShape SwitchingShape(ResponseFields fields) =>
        new() { Status = StatusCode.SwitchingProtocols, Connection = ConnectionOption.None, SendsContent = false, Fields = fields };

    /// <returns>False: the client is gone.</returns>
    private bool BeginTunnel(string protocol, ResponseFields fields)
    {
        // RFC 9110 §7.8: 100 comes before 101 where both are due. Without content none is: §10.1.1 forbids the client to expect it.
        var added = _state.Chain is null ? null : Announce(SwitchingShape(fields), contentLength: 0).Added;
        if (!BeginResponse(StatusCode.SwitchingProtocols))
        {
            return false;
        }

        _output.WriteSwitching(protocol, fields, added);
        _state.IsTunnel = true;
        _state.Persists = false;
        return true;
    }
}
