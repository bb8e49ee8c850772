using Picard.Http;

namespace Picard.Client;

/// <summary>What a trailers event brings. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct ReceivedTrailers
{
    private readonly Upstream _upstream;
    private readonly ParsedResponse _response;

    internal ReceivedTrailers(Upstream upstream, ParsedResponse response)
    {
        _upstream = upstream;
        _response = response;
    }

    /// <summary>The trailer section, valid until the exchange ends.</summary>
    public static implicit operator FieldSection(ReceivedTrailers argument) => argument._response.Trailers;

    /// <summary>The server.</summary>
    public static implicit operator Upstream(ReceivedTrailers argument) => argument._upstream;

    /// <summary>Cancelled when the exchange is given up.</summary>
    public static implicit operator CancellationToken(ReceivedTrailers argument) => argument._upstream.Aborted;
}
