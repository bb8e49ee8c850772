namespace Picard.Gen.Generators;

/// <summary>Writes what delivers the events of an exchange to a proxy's methods, and its target.</summary>
internal static class TransformsEmitter
{
    private const string WriterArguments = $"ref {KnownNames.HeadWriter} writer, {KnownNames.Exchange} exchange";

    public static void Emit(SourceText text, ProxyModel proxy)
    {
        var part = proxy.Part;
        var hasEvents = proxy.Events.Count > 0;
        var services = UsesServices(proxy);
        text.Line();
        text.Line(hasEvents ? "/// <summary>Delivers the events of one exchange after the other.</summary>" : "/// <summary>Writes the targets.</summary>");
        var parameters = hasEvents ? $"({part.Name} proxy{(services ? $", {KnownNames.ApplicationServices} services" : "")})" : "";
        text.Open($"private sealed class {KnownNames.TransformsClass}{parameters} : {KnownNames.ProxyTransforms}");
        if (hasEvents)
        {
            text.Line($"private readonly {part.Name} _proxy = proxy;");
        }

        if (services)
        {
            text.Line($"private readonly {KnownNames.ApplicationServices} _services = services;");
        }

        text.Line();
        EmitTarget(text, proxy);
        if (hasEvents)
        {
            EmitReset(text, proxy);
            EmitRequest(text, proxy);
            EmitPlain(text, proxy, EventKind.RequestContent, $"OnRequestContent({KnownNames.ReadOnlyMemoryOfByte} content)", "Request(content)");
            EmitEnd(text, proxy, EventKind.RequestTrailers, EventKind.RequestEnd, KnownNames.ForwardedRequestType, "Request");
            EmitResponse(text, proxy);
            EmitResponseContent(text, proxy);
            EmitEnd(text, proxy, EventKind.ResponseTrailers, EventKind.ResponseEnd, KnownNames.ForwardedResponseType, "Response");
            EmitPlain(text, proxy, EventKind.Done, "OnDone()", "Request()");
            EmitPlain(text, proxy, EventKind.Abort, "OnAbort()", "Request()");
        }

        text.Close();
    }

    /// <summary>The expression that creates it, with a proxy of its own.</summary>
    public static string Creation(ProxyModel proxy)
    {
        if (proxy.Events.Count == 0)
        {
            return $"new {KnownNames.TransformsClass}()";
        }

        var name = Literal.Of(proxy.Part.DisplayName);
        var arguments = string.Join(", ", proxy.Constructor.Select(p => HandlerEmitter.ServiceExpression(p, "_services", name)));
        return $"new {KnownNames.TransformsClass}(new {proxy.Part.Name}({arguments}){(UsesServices(proxy) ? ", _services" : "")})";
    }

    public static bool UsesServices(ProxyModel proxy) => Services(proxy).Any();

    /// <summary>The parameters of the request event that are services.</summary>
    public static IEnumerable<ParameterModel> Services(ProxyModel proxy) =>
        proxy.EventOf(EventKind.Request)?.Parameters.Where(static p => p.Source == ParameterSource.Service) ?? [];

    private static void EmitTarget(SourceText text, ProxyModel proxy)
    {
        if (proxy.Rewrite is not { } rewrite || !ProxyTarget.TryParse(rewrite, proxy.Pattern!, out var target, out _))
        {
            return;
        }

        text.Line("/// <inheritdoc/>");
        text.Line("public override bool WritesTarget => true;");
        text.Line();
        text.Line($"/// <summary><c>{RouteText.InXml(RouteText.InComment(rewrite))}</c>, and the query as received.</summary>");
        text.Line($"public override int WriteTarget({WriterArguments}) =>");
        text.Indent();
        foreach (var part in target!.Parts)
        {
            text.Line($"{Of(part)} +");
        }

        text.Line("Query(ref writer, exchange);");
        text.Outdent();
    }

    private static string Of(ProxyTargetPart part) => part.Segment switch
    {
        null => $"Text(ref writer, {Literal.Utf8(part.Text)})",
        { Kind: SegmentKind.CatchAll } => $"Rest(ref writer, exchange, {part.Index})",
        { Default: { } whenMissing } => $"Segment(ref writer, exchange, {part.Index}, {Literal.Utf8(Uri.EscapeDataString(whenMissing))})",
        _ => $"Segment(ref writer, exchange, {part.Index})",
    };

    private static void EmitReset(SourceText text, ProxyModel proxy)
    {
        if (proxy.State.Count == 0)
        {
            return;
        }

        text.Line();
        text.Line("/// <inheritdoc/>");
        text.Open("protected override void Reset()");
        foreach (var member in proxy.State)
        {
            text.Line($"_proxy.{member} = default;");
        }

        text.Close();
    }

    private static void EmitRequest(SourceText text, ProxyModel proxy)
    {
        if (proxy.EventOf(EventKind.Request) is not { } request)
        {
            return;
        }

        var endpoint = proxy.RequestEndpoint(request);
        Open(text, $"{KnownNames.ValueTask} OnRequestAsync({KnownNames.ForwardedRequestType} {EndpointEmitter.Free("forwarded", endpoint)})");
        if (request.Parameters.Any(IsBound))
        {
            var exchange = EndpointEmitter.Free("exchange", endpoint);
            text.Line($"var {exchange} = Exchange;");

            // A request whose parameter does not bind has been answered, and is not forwarded.
            foreach (var parameter in request.Parameters.Where(IsBound).OrderBy(static p => p.Source == ParameterSource.Service))
            {
                EndpointEmitter.EmitBinding(text, proxy.Part.DisplayName, serializer: null, endpoint, parameter, exchange, "default");
            }
        }

        EmitPending(text, proxy, request, static p => IsBound(p) ? p.Name : "Request()");
        text.Close();
    }

    private static void EmitResponse(SourceText text, ProxyModel proxy)
    {
        if (proxy.EventOf(EventKind.Response) is { } response)
        {
            Open(text, $"{KnownNames.ValueTask} OnResponseAsync({KnownNames.ForwardedResponseType} response)");
            EmitPending(text, proxy, response, static _ => "Response()");
            text.Close();
        }
    }

    private static void EmitPending(SourceText text, ProxyModel proxy, EventModel @event, Func<ParameterModel, string> argumentOf)
    {
        var call = CallOf(proxy, @event, argumentOf);
        EmitCall(text, @event, @event.IsVoid ? $"{call};" : $"return Delivered({call});");
        if (@event.IsVoid)
        {
            text.Line("return default;");
        }
    }

    private static void EmitPlain(SourceText text, ProxyModel proxy, EventKind kind, string signature, string argument)
    {
        if (proxy.EventOf(kind) is { } @event)
        {
            Open(text, $"void {signature}");
            EmitCall(text, @event, $"{CallOf(proxy, @event, _ => argument)};");
            text.Close();
        }
    }

    private static void EmitResponseContent(SourceText text, ProxyModel proxy)
    {
        if (proxy.EventOf(EventKind.ResponseContent) is { } content)
        {
            Open(text, $"void OnResponseContent({KnownNames.ReadOnlySequenceOfByte} content)");
            text.Open("foreach (var piece in content)");
            EmitCall(text, content, $"{CallOf(proxy, content, static _ => "Response(piece)")};");
            text.Close();
            text.Close();
        }
    }

    private static void EmitEnd(SourceText text, ProxyModel proxy, EventKind trailersKind, EventKind endKind, string type, string argument)
    {
        var trailers = proxy.EventOf(trailersKind);
        var end = proxy.EventOf(endKind);
        if (trailers is null && end is null)
        {
            return;
        }

        Open(text, $"void On{endKind}({type} {argument.ToLowerInvariant()})");
        if (trailers is not null)
        {
            text.Open($"if (Has{trailersKind})");
            EmitCall(text, trailers, $"{CallOf(proxy, trailers, _ => $"{argument}()")};");
            text.Close();
            text.Line();
        }

        if (end is not null)
        {
            EmitCall(text, end, $"{CallOf(proxy, end, _ => $"{argument}()")};");
        }

        text.Close();
    }

    private static string CallOf(ProxyModel proxy, EventModel @event, Func<ParameterModel, string> argumentOf) =>
        $"{(@event.IsStatic ? proxy.Part.Name : "_proxy")}.{@event.Name}({string.Join(", ", @event.Parameters.Select(argumentOf))})";

    private static void EmitCall(SourceText text, EventModel @event, string statement)
    {
        if (@event.IsObsolete)
        {
            text.Line("#pragma warning disable CS0612, CS0618");
        }

        text.Line(statement);
        if (@event.IsObsolete)
        {
            text.Line("#pragma warning restore CS0612, CS0618");
        }
    }

    private static void Open(SourceText text, string signature)
    {
        text.Line();
        text.Line("/// <inheritdoc/>");
        text.Open($"protected override {signature}");
    }

    /// <summary>Whether a parameter of the request event gets its value as a route handler's does.</summary>
    private static bool IsBound(ParameterModel parameter) =>
        parameter.IsBoundBeside(KnownNames.ForwardedRequest, KnownNames.Request, KnownNames.RequestHead, KnownNames.CancellationToken);
}
