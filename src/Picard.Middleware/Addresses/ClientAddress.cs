using System.Net;

namespace Picard;

/// <summary>The address of the client, as all middleware of this assembly sees it.</summary>
internal static class ClientAddress
{
    /// <summary>The address that a request comes from.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Null where there is none, as over a Unix socket.</returns>
    public static IPAddress? Of(Request request) => (request.RemoteEndPoint as IPEndPoint)?.Address;
}
