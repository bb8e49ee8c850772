namespace Picard.Gen.Generators;

/// <summary>Every name of the runtime that the generator looks for or emits: this is the only file to change with the runtime's surface.</summary>
internal static class KnownNames
{
    /// <summary>The namespace whose import makes an attribute count.</summary>
    public const string Namespace = "Picard";

    public const string Application = "Application";
    public const string Handler = "Handler";
    public const string Fallback = "Fallback";
    public const string Provides = "Provides";
    public const string Middleware = "Middleware";
    public const string ResponseHandler = "ResponseHandler";
    public const string Use = "Use";
    public const string Mount = "Mount";
    public const string Item = "Item";
    public const string Query = "Query";
    public const string Header = "Header";
    public const string Cookie = "Cookie";
    public const string Form = "Form";
    public const string Parameters = "Parameters";
    public const string Service = "Service";
    public const string ContentType = "ContentType";
    public const string MaxContent = "MaxContent";
    public const string SlowConsumer = "SlowConsumer";
    public const string Offload = "Offload";
    public const string Json = "Json";
    public const string Obsolete = "Obsolete";
    public const string WebSocket = "WebSocket";
    public const string OpenApi = "OpenApi";
    public const string Client = "Client";
    public const string Pool = "Pool";
    public const string Proxy = "Proxy";
    public const string Rewrite = "Rewrite";
    public const string FieldLine = "FieldLine";

    public const string Downstream = "Downstream";
    public const string Upstream = "Upstream";
    public const string RequestHead = "RequestHead";
    public const string Request = "Request";
    public const string ResponseFields = "ResponseFields";
    public const string Responder = "Responder";
    public const string CancellationToken = "CancellationToken";
    public const string ForwardedRequest = "ForwardedRequest";

    public const string IApplication = "global::Picard.IApplication";
    public const string IClient = "global::Picard.Client.IClient";
    public const string BaseUri = "global::Picard.Client.BaseUri";
    public const string ClientOptions = "global::Picard.ClientOptions";
    public const string ClientPool = "global::Picard.Client.ClientPool";
    public const string Method = "global::Picard.Method";
    public const string NotSupportedException = "global::System.NotSupportedException";
    public const string IResponseHandler = "global::Picard.IResponseHandler";
    public const string UpstreamType = "global::Picard.Upstream";
    public const string ForwardedRequestType = "global::Picard.ForwardedRequest";
    public const string ForwardedResponseType = "global::Picard.ForwardedResponse";
    public const string HeadWriter = "global::Picard.Http.HeadWriter";
    public const string ProxyEndpoints = "global::Picard.Proxy.ProxyEndpoints";
    public const string ProxyGateway = "global::Picard.Proxy.ProxyGateway";
    public const string ProxyTransforms = "global::Picard.Proxy.ProxyTransforms";
    public const string ReadOnlyMemoryOfByte = "global::System.ReadOnlyMemory<byte>";
    public const string ReadOnlySequenceOfByte = "global::System.Buffers.ReadOnlySequence<byte>";
    public const string ReceivedContent = "global::Picard.Client.ReceivedContent";
    public const string ReceivedFault = "global::Picard.Client.ReceivedFault";
    public const string ReceivedHead = "global::Picard.Client.ReceivedHead";
    public const string ReceivedTrailers = "global::Picard.Client.ReceivedTrailers";
    public const string ResponseEvent = "global::Picard.Client.ResponseEvent";
    public const string UpstreamEvent = "global::Picard.Client.UpstreamEvent";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    public const string ValueTaskOfFlow = "global::System.Threading.Tasks.ValueTask<global::Picard.Flow>";
    public const string PicardClient = "global::Picard.PicardClient";
    public const string IServiceProvider = "global::System.IServiceProvider";
    public const string EqualityComparer = "global::System.Collections.Generic.EqualityComparer";
    public const string JsonEncodedText = "global::System.Text.Json.JsonEncodedText";
    public const string JsonSerializer = "global::System.Text.Json.Serialization.JsonSerializerContext";
    public const string JsonTokenType = "global::System.Text.Json.JsonTokenType";
    public const string UnsafeAccessor = "global::System.Runtime.CompilerServices.UnsafeAccessor";
    public const string UnsafeAccessorKind = "global::System.Runtime.CompilerServices.UnsafeAccessorKind";
    public const string Utf8JsonReader = "global::System.Text.Json.Utf8JsonReader";
    public const string Utf8JsonWriter = "global::System.Text.Json.Utf8JsonWriter";
    public const string UnreachableException = "global::System.Diagnostics.UnreachableException";

    public const string Answer = "global::Picard.Gen.Answer";
    public const string ApplicationServices = "global::Picard.Gen.ApplicationServices";
    public const string DocumentEndpoints = "global::Picard.Gen.DocumentEndpoints";
    public const string EndpointRoute = "global::Picard.Gen.EndpointRoute";
    public const string EnumForm = "global::Picard.Gen.EnumForm";
    public const string EnumNameComparison = "global::Picard.Gen.EnumNameComparison";
    public const string EnumShape = "global::Picard.Gen.EnumShape";
    public const string Exchange = "global::Picard.Gen.Exchange";
    public const string ExchangeBudget = "global::Picard.Gen.ExchangeBudget";
    public const string ExchangeStep = "global::Picard.Gen.ExchangeStep";
    public const string HandlerEndpoints = "global::Picard.Gen.HandlerEndpoints";
    public const string IHandler = "global::Picard.Gen.IHandler";
    public const string JsonFault = "global::Picard.Gen.JsonFault";
    public const string JsonValue = "global::Picard.Gen.JsonValue";
    public const string MemberNames = "global::Picard.Gen.MemberNames";
    public const string ExchangeMachine = "global::Picard.Gen.ExchangeMachine";
    public const string MachineEndpoints = "global::Picard.Gen.MachineEndpoints";
    public const string MachineStep = "global::Picard.Gen.MachineStep";
    public const string MiddlewareArgument = "global::Picard.Gen.MiddlewareArgument";
    public const string MiddlewareChain = "global::Picard.Gen.MiddlewareChain";
    public const string MiddlewareEvent = "global::Picard.Gen.MiddlewareEvent";
    public const string MiddlewareEvents = "global::Picard.Gen.MiddlewareEvents";
    public const string MiddlewareInterests = "global::Picard.Gen.MiddlewareInterests";
    public const string MiddlewareStack = "global::Picard.Gen.MiddlewareStack";
    public const string MiddlewareStep = "global::Picard.Gen.MiddlewareStep";
    public const string MountOf = "global::Picard.Gen.Mount.Of";
    public const string Members = "global::Picard.Gen.Members";
    public const string Of = "global::Picard.Gen.Of";
    public const string Parameter = "global::Picard.Gen.Parameter";
    public const string RankTop = "global::Picard.Gen.Rank.Top";
    public const string Reply = "global::Picard.Gen.Reply";
    public const string RouteConstraint = "global::Picard.Gen.RouteConstraint";
    public const string RouteMethods = "global::Picard.Gen.RouteMethods";
    public const string RouteProbe = "global::Picard.Gen.RouteProbe";
    public const string RouteRegex = "global::Picard.Gen.RouteRegex";
    public const string RouteTable = "global::Picard.Gen.RouteTable";
    public const string Shape = "global::Picard.Gen.Shape";
    public const string Shapes = "global::Picard.Gen.Shapes";
    public const string SlowConsumerPolicy = "global::Picard.Gen.SlowConsumerPolicy";
    public const string Source = "global::Picard.Gen.Source";
    public const string SourceOf = "global::Picard.Gen.SourceOf";
    public const string WebSocketAttribute = "global::Picard.WebSocketAttribute";
    public const string WebSocketRoute = "global::Picard.Gen.WebSocketRoute";
    public const string UnknownMembers = "global::Picard.Gen.UnknownMembers";

    /// <summary>The namespace of the extension methods that find shapes.</summary>
    public const string ShapeNamespace = "Picard.Gen.KnownShapes";

    /// <summary>The property of an application that holds the context of its [Json].</summary>
    public const string JsonProperty = "PicardJson";

    /// <summary>The property of an application that holds its description.</summary>
    public const string DocumentProperty = "OpenApiDocument";

    /// <summary>The method of an application that creates the endpoint of its description.</summary>
    public const string DocumentCreation = "CreateOpenApiEndpoints";

    /// <summary>The class emitted inside a handler.</summary>
    public const string EndpointsClass = "PicardEndpoints";

    /// <summary>The class emitted inside an event handler that is its machine.</summary>
    public const string MachineClass = "PicardMachine";

    /// <summary>The class emitted inside a middleware.</summary>
    public const string MiddlewareClass = "PicardMiddleware";

    /// <summary>The class emitted inside an interface that is a client.</summary>
    public const string RequestsClass = "PicardRequests";

    /// <summary>The class emitted inside what uses middleware.</summary>
    public const string ChainClass = "PicardChain";

    /// <summary>The class emitted inside a proxy that has events or another target.</summary>
    public const string TransformsClass = "PicardTransforms";

    /// <summary>The property of a proxy by which its destinations are known.</summary>
    public const string GatewayProperty = "Gateway";

    /// <summary>The class emitted inside an application.</summary>
    public const string RoutesClass = "PicardRoutes";

    /// <summary>The event of an attribute's simple name, without "Attribute".</summary>
    public static EventKind? EventOf(string attribute) => attribute switch
    {
        "OnRequest" => EventKind.Request,
        "OnContent" => EventKind.Content,
        "OnTrailers" => EventKind.Trailers,
        "OnEnd" => EventKind.End,
        "OnPause" => EventKind.Pause,
        "OnResume" => EventKind.Resume,
        "OnSignal" => EventKind.Signal,
        "OnTimer" => EventKind.Timer,
        "OnAbort" => EventKind.Abort,
        "OnDone" => EventKind.Done,
        "OnResponse" => EventKind.Response,
        "OnFault" => EventKind.Fault,
        "OnRequestContent" => EventKind.RequestContent,
        "OnRequestTrailers" => EventKind.RequestTrailers,
        "OnRequestEnd" => EventKind.RequestEnd,
        "OnResponseContent" => EventKind.ResponseContent,
        "OnResponseTrailers" => EventKind.ResponseTrailers,
        "OnResponseEnd" => EventKind.ResponseEnd,
        _ => null,
    };

    /// <summary>The request method of a route attribute's simple name, without "Attribute".</summary>
    public static RouteMethod? MethodOf(string attribute) => attribute switch
    {
        "Get" => RouteMethod.Get,
        "Head" => RouteMethod.Head,
        "Post" => RouteMethod.Post,
        "Put" => RouteMethod.Put,
        "Delete" => RouteMethod.Delete,
        "Patch" => RouteMethod.Patch,
        "Options" => RouteMethod.Options,
        _ => null,
    };
}
