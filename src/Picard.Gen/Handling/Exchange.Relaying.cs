using Picard.Http;

namespace Picard.Gen;

// How an exchange is answered with what another server has said: the proxy writes head and content itself.
public sealed partial class Exchange
{
    /// <summary>No status of HTTP, and never sent: what nginx, and many after it, log of a request whose client did not wait for the response.</summary>
    internal const int ClientGoneStatus = 499;

    /// <summary>Whether middleware, or a transform, has a part in the response, which then goes the way of any other.</summary>
    internal bool HasMiddleware => _state.Chain is not null || _middleware?.Transform is not null;

    /// <summary>The content of the response that a proxy passes on changes on its way.</summary>
    /// <exception cref="InvalidOperationException">It is changed already.</exception>
    internal void SetForwardedTransform(ContentTransform transform)
    {
        if (Middleware.Transform is not null)
        {
            throw new InvalidOperationException("The content of this response is changed already: there is one transform for each.");
        }

        Middleware.Transform = transform;
    }

    /// <summary>The field line Date, with its CRLF.</summary>
    internal ReadOnlySpan<byte> DateLine => _output.DateLine;

    /// <summary>How the content of the request ends.</summary>
    internal MessageFraming RequestFraming => Received.Framing;

    /// <summary>From now on a task reads and writes side by side.</summary>
    internal Relay OpenRelay()
    {
        var owner = _owner ?? throw new InvalidOperationException("This exchange has no connection, which a relay needs.");
        Stream();
        return owner.OpenRelay();
    }

    /// <summary>The task writes the head of a response now.</summary>
    /// <param name="status">The status.</param>
    /// <param name="connection">What the head must say of the connection.</param>
    /// <returns>False: the client is gone, and nothing is to be written.</returns>
    internal bool TryBeginRelayed(StatusCode status, out ConnectionOption connection)
    {
        if ((status.IsClientError || status.IsServerError) && AsksForUpgrade)
        {
            // What the client sends next may be meant for the protocol that it did not get.
            _state.Persists = false;
        }

        connection = SettleConnection();
        if (!BeginResponse(status))
        {
            return false;
        }

        _state.IsStreaming = true;
        return true;
    }

    /// <summary>The task has written the whole response.</summary>
    /// <param name="contentBytes">Octets of its content.</param>
    internal void EndRelayed(long contentBytes)
    {
        _state.ContentBytes = contentBytes;
        _state.IsStreaming = false;
    }

    /// <summary>The task writes the head of a response after which the connection is a tunnel.</summary>
    /// <returns>False: the client is gone.</returns>
    internal bool TryBeginTunnel(StatusCode status)
    {
        if (!BeginResponse(status))
        {
            return false;
        }

        _state.IsTunnel = true;
        _state.Persists = false;
        return true;
    }

    /// <summary>The task has written a 100.</summary>
    internal void NoteContinued() => _state.HasContinued = true;

    /// <summary>The client left before it had a response: that is logged as 499, and sent to nobody.</summary>
    internal void NoteClientGone() => _state.Status = new StatusCode(ClientGoneStatus);
}
