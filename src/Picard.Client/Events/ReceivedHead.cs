using Picard.Http;

namespace Picard.Client;

/// <summary>What the response event brings. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct ReceivedHead
{
    private readonly Upstream _upstream;
    private readonly ParsedResponse _response;

    internal ReceivedHead(Upstream upstream, ParsedResponse response)
    {
        _upstream = upstream;
        _response = response;
    }

    /// <summary>The head.</summary>
    public static implicit operator ResponseHead(ReceivedHead argument) => argument._response.Head;

    /// <summary>The status.</summary>
    public static implicit operator StatusCode(ReceivedHead argument) => argument._response.Status;

    /// <summary>The fields, valid until the exchange ends.</summary>
    public static implicit operator FieldSection(ReceivedHead argument) => argument._response.Fields;

    /// <summary>The server.</summary>
    public static implicit operator Upstream(ReceivedHead argument) => argument._upstream;

    /// <summary>Cancelled when the exchange is given up.</summary>
    public static implicit operator CancellationToken(ReceivedHead argument) => argument._upstream.Aborted;
}
