using System.Buffers;
using Picard.Http;

namespace Picard.Gen;

/// <summary>Everything that belongs to one exchange of an <see cref="Exchange"/>, and is forgotten by one assignment.</summary>
internal struct ExchangeRecord
{
    public ParsedRequest? Request;
    public ReadOnlySequence<byte> Content;
    public ReadOnlyMemory<byte> UnsentContent;
    public ResponseFields? Trailers;
    public long ContentBytes; // of the response, as far as it is sent
    public JsonContent? Json;
    public FormText? Form;
    public IServiceProvider? Scope;
    public ExchangeMachine? Machine;
    public MiddlewareChain? Chain;
    public RouteTable? Table; // the one that has the endpoint
    public FileResponse? File; // closed with the exchange
    public WebSocketRun? WebSocket;
    public string? ContentType;
    public SlowConsumerPolicy? SlowConsumer;
    public string? EndpointName;
    public long MaxContentBytes;
    public int EndpointPlusOne;
    public int MountedSegments; // of the path, before those that the table sees
    public StatusCode Status;
    public ExchangeStep ResumedStep;
    public bool Persists;
    public bool HasContent;
    public bool HasResponded;
    public bool HasContinued;
    public bool IsStreaming;
    public bool AllowsContent;
    public bool HasStream;
    public bool ReadsContent;
    public bool HasWriter;
    public bool HasOwnLimit;
    public bool HasSeenRequestEnd;
    public bool HasFailed;
    public bool IsRefused;
    public bool SendsThroughMemory;
    public bool IsTunnel;
    public bool IsTunnelClosed;
}
