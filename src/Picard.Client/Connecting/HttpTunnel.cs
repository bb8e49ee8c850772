using System.IO.Pipelines;
using System.Text;
using Picard.Http;
using Picard.Transport;

namespace Picard.Client;

/// <summary>Asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6). After 2xx every octet is the origin's, also those that came with the head.</summary>
internal sealed class HttpTunnel(ClientProxy proxy, ClientOptions options)
{
    /// <summary>Asks for a tunnel to an origin.</summary>
    /// <param name="transport">The connection to the proxy; it stays the caller's.</param>
    /// <param name="origin">Where the tunnel is to lead.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestException">The proxy refused, or is none: <see cref="RequestFault.Proxy"/>.</exception>
    /// <exception cref="TransportException">The connection was lost.</exception>
    public async ValueTask OpenAsync(TransportConnection transport, Origin origin, CancellationToken cancellationToken)
    {
        var flushed = await transport.Output.WriteAsync(RequestFor(origin), cancellationToken).ConfigureAwait(false);
        if (flushed.IsCompleted)
        {
            throw Fault(origin, "closed the connection before CONNECT was sent");
        }

        var status = await ReadStatusAsync(transport.Input, origin, cancellationToken).ConfigureAwait(false);
        if (!status.IsSuccess)
        {
            throw Fault(origin, $"answered {status.Code} to CONNECT{Hint(status)}");
        }
    }

    private string Hint(StatusCode status)
    {
        if (status.Code != 407)
        {
            return "";
        }

        return proxy.Credentials is null ? ": it wants credentials, and none are set" : ": it does not accept the credentials";
    }

    private byte[] RequestFor(Origin origin)
    {
        var text = new StringBuilder($"CONNECT {origin.Authority} HTTP/1.1\r\nHost: {origin.Authority}\r\n");
        if (proxy.Credentials is { } credentials)
        {
            var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.UserName}:{credentials.Password}"));
            text.Append("Proxy-Authorization: Basic ").Append(token).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("\r\n").ToString());
    }

    private async ValueTask<StatusCode> ReadStatusAsync(PipeReader input, Origin origin, CancellationToken cancellationToken)
    {
        var parser = new HeadParser(options.Limits);
        var response = new ParsedResponse();
        for (var interim = 0; interim <= options.MaxInterimResponses;)
        {
            var read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var status = parser.ParseResponse(read.Buffer, Method.Connect, response, out var consumed);
            var isEnd = read.IsCompleted && status == ParseStatus.NeedMore;
            input.AdvanceTo(consumed, status == ParseStatus.NeedMore ? read.Buffer.End : consumed);
            if (status == ParseStatus.Violation)
            {
                throw Fault(origin, $"answered CONNECT with what is no response: {parser.Violation}");
            }

            if (isEnd)
            {
                throw Fault(origin, "closed the connection before it answered CONNECT");
            }

            // RFC 9110 §15.2: interim responses may precede the final one.
            if (status == ParseStatus.Complete && !response.Status.IsInformational)
            {
                return response.Status;
            }

            interim += status == ParseStatus.Complete ? 1 : 0;
        }

        throw Fault(origin, $"answered CONNECT with more than {options.MaxInterimResponses} interim responses");
    }

    private RequestException Fault(Origin origin, string what) =>
        new(RequestFault.Proxy, origin.Authority, $"No tunnel to {origin.Authority}: the proxy {proxy.Authority} {what.TrimEnd('.')}.");
}
