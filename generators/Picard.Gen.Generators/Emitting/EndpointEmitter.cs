namespace Picard.Gen.Generators;

/// <summary>Writes the method that answers one endpoint.</summary>
internal static class EndpointEmitter
{
    /// <summary>An endpoint as people say it.</summary>
    public static string NameOf(HandlerModel handler, EndpointModel endpoint) => $"{handler.Part.DisplayName}.{Literal.Plain(endpoint.Name)}";

    public static void Emit(SourceText text, HandlerModel handler, EndpointModel endpoint, string name)
    {
        var exchange = Free("exchange", endpoint);
        if (endpoint.WebSocket is { } properties)
        {
            var initializer = properties.Length == 0 ? "" : $" {{ {properties} }}";
            text.Line($"private readonly {KnownNames.WebSocketRoute} {WebSocketField(name)} = new(new {KnownNames.WebSocketAttribute}({Literal.Of(endpoint.Pattern!.Text)}){initializer});");
            text.Line();
        }

        if (handler.SlowConsumerOf(endpoint) is { } slowConsumer)
        {
            text.Line("// What becomes of items for which a client is too slow. A limit that is no limit fails here, at start.");
            text.Line($"private readonly {KnownNames.SlowConsumerPolicy} {PolicyOf(name)} = "
                + $"{KnownNames.SlowConsumerPolicy}.Of({slowConsumer.Drop}, {slowConsumer.MaxBytes ?? "0"}, {Literal.Of($"{handler.Part.DisplayName}.{Literal.Plain(endpoint.Name)}")});");
            text.Line();
        }

        text.Line($"// {RouteText.InComment(RouteText.Of(endpoint.Methods, endpoint.Pattern))}{(endpoint.WebSocket is null ? "" : " as a WebSocket")}");
        text.Open($"private {KnownNames.ExchangeStep} {name}({KnownNames.Exchange} {exchange})");
        text.Line($"{exchange}.EndpointName = {Literal.Of(NameOf(handler, endpoint))};");
        if ((endpoint.ContentType ?? handler.Whole.ContentType) is { } contentType && !endpoint.IsConstant)
        {
            text.Line($"{exchange}.ContentType = {contentType};");
        }

        if ((endpoint.MaxContent ?? handler.Whole.MaxContent) is { } maxContent)
        {
            text.Line($"{exchange}.MaxContentBytes = {maxContent};");
        }

        if (handler.SlowConsumerOf(endpoint) is not null)
        {
            text.Line($"{exchange}.SlowConsumer = {PolicyOf(name)};");
        }

        if (endpoint.WebSocket is not null)
        {
            text.Line();
            text.Open($"if (!{exchange}.BeginWebSocket({WebSocketField(name)}))");
            text.Line($"return {KnownNames.ExchangeStep}.Complete;");
            text.Close();
        }

        // Services last: none is made for a request that is refused, or whose content is still to come. Before them forms: what else is bad is refused before content is waited for.
        var hasForm = false;
        foreach (var parameter in endpoint.Parameters.OrderBy(static p => p.Source switch { ParameterSource.Service => 2, ParameterSource.Form => 1, _ => 0 }))
        {
            if (!hasForm && parameter.Source == ParameterSource.Form)
            {
                hasForm = true;
                EmitForm(text, exchange, $"{exchange}.Stopped()");
            }

            EmitBinding(text, handler.Part.DisplayName, SerializerOf(handler, endpoint), endpoint, parameter, exchange, $"{exchange}.Stopped()");
        }

        EmitAnswer(text, handler, endpoint, exchange);
        text.Close();
    }

    /// <summary>Writes what makes the fields of a form ready.</summary>
    /// <param name="text">Where to write.</param>
    /// <param name="exchange">The name of the exchange.</param>
    /// <param name="stopped">What is returned if there is no form, or not yet.</param>
    public static void EmitForm(SourceText text, string exchange, string stopped)
    {
        text.Line();
        text.Open($"if (!{exchange}.TryReadForm())");
        text.Line($"return {stopped};");
        text.Close();
        text.Line();
    }

    /// <summary>Writes what binds a parameter.</summary>
    /// <param name="text">Where to write.</param>
    /// <param name="owner">The handler as people say it.</param>
    /// <param name="serializer">The context of [Json], as an expression, or null.</param>
    /// <param name="endpoint">The method.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="exchange">The name of the exchange.</param>
    /// <param name="stopped">What is returned if the parameter does not bind.</param>
    public static void EmitBinding(SourceText text, string owner, string? serializer, EndpointModel endpoint, ParameterModel parameter, string exchange, string stopped)
    {
        if (parameter.Source == ParameterSource.Service)
        {
            text.Line(parameter.Default is { } missing
                ? $"var {parameter.Name} = _services.Optional<{parameter.Type}>({exchange}, {missing});"
                : $"var {parameter.Name} = _services.Required<{parameter.Type}>({exchange}, {Literal.Of(owner)});");
            return;
        }

        if (parameter.Source == ParameterSource.Item)
        {
            text.Line(parameter.Default is { } none
                ? $"var {parameter.Name} = {exchange}.OptionalItem<{parameter.Type}>({none});"
                : $"var {parameter.Name} = {exchange}.RequiredItem<{parameter.Type}>({Literal.Of(owner)});");
            return;
        }

        if (parameter.Source == ParameterSource.Members)
        {
            EmitMembers(text, endpoint, parameter, exchange, stopped);
            return;
        }

        var source = SourceOf(parameter, endpoint.Pattern, out var whenMissing);
        var fallback = whenMissing is null ? "" : $"{whenMissing}, ";
        text.Line();
        text.Line($"if (!{KnownNames.Parameter}.Of({KnownNames.RankTop}, default({KnownNames.Of}<{parameter.Type}>))");
        text.Indent();
        if (endpoint.JsonShapeOf(parameter) is { } shape)
        {
            text.Line($".OrJson({JsonShape(shape, serializer)})");
        }

        text.Line($".TryBind({exchange}, {source}, {fallback}out var {parameter.Name}))");
        text.Outdent();
        text.Open();
        text.Line($"return {stopped};");
        text.Close();
        text.Line();
    }

    /// <summary>Members are bound where their type is, so the route of this endpoint is handed on by name.</summary>
    private static void EmitMembers(SourceText text, EndpointModel endpoint, ParameterModel parameter, string exchange, string stopped)
    {
        var sources = (endpoint.Pattern?.Segments ?? [])
            .Select(static (segment, index) => (Segment: segment, Index: index))
            .Where(static s => s.Segment.IsParameter)
            .Select(static s => $"{KnownNames.Members}.IsNamed(name, {Literal.Utf8(s.Segment.Text)}) ? {SourceOf(s.Segment, s.Index)}")
            .Append($"{KnownNames.Source}.Query(name)");
        text.Line();
        text.Line($"if (!default({KnownNames.Of}<{parameter.Type.TrimEnd('?')}>).TryBindMembers(");
        text.Indent();
        text.Indent();
        text.Line($"{exchange}, static name => {string.Join(" : ", sources)}, out var {parameter.Name})");
        text.Outdent();
        text.Line($"|| !{KnownNames.Members}.Accept({exchange}, {Literal.Utf8(parameter.SourceName)}, {parameter.Name}))");
        text.Outdent();
        text.Open();
        text.Line($"return {stopped};");
        text.Close();
        text.Line();
    }

    /// <summary>The context of [Json] on the method, the handler or the application, as an expression.</summary>
    private static string? SerializerOf(HandlerModel handler, EndpointModel endpoint) => endpoint.Json is { } json ? json + ".Default" : handler.Whole.Json;

    /// <summary>The expression of a JSON shape.</summary>
    /// <param name="shape">The type.</param>
    /// <param name="serializer">The context of [Json], as an expression, or null.</param>
    public static string JsonShape(ShapeText shape, string? serializer)
    {
        if (serializer is null)
        {
            return shape.Shape;
        }

        // A name by itself may be that of a result, which the compiler tells from a type that the context describes.
        var plain = shape.Type.TrimEnd('?');
        var alone = $"default({KnownNames.Of}<{plain}>)";
        var described = shape.Kinds.Count > 0 ? $"{alone}.Shape({string.Join(", ", shape.Kinds.Select(k => JsonShape(k, serializer)))})"
            : shape.Names.Count > 0 && shape.Names[0].IndexOf('`') < 0 && !plain.EndsWith("]", StringComparison.Ordinal)
            ? $"{KnownNames.Shapes}.From({serializer}, {alone}, {alone}.Shape())"
            : shape.Keyword == "String" ? $"{alone}.Shape()"
            : $"{KnownNames.Shapes}.From({serializer}, {alone})";
        return plain == shape.Type ? described : $"{KnownNames.Shapes}.Optional({KnownNames.RankTop}, default({KnownNames.Of}<{shape.Type}>), {described})";
    }

    private static string SourceOf(ParameterModel parameter, RoutePattern? pattern, out string? whenMissing)
    {
        whenMissing = parameter.Default;
        switch (parameter.Source)
        {
            case ParameterSource.Query:
                return $"{KnownNames.Source}.Query({Literal.Utf8(parameter.SourceName)})";
            case ParameterSource.Header:
                return $"{KnownNames.Source}.Header({Literal.Utf8(parameter.SourceName)})";
            case ParameterSource.Cookie:
                return $"{KnownNames.Source}.Cookie({Literal.Utf8(parameter.SourceName)})";
            case ParameterSource.Form:
                return $"{KnownNames.Source}.Form({Literal.Utf8(parameter.SourceName)})";
        }

        if (pattern is null || pattern.IndexOf(parameter.SourceName) is not (>= 0 and var segment))
        {
            return $"{KnownNames.Source}.Query({Literal.Utf8(parameter.SourceName)})";
        }

        return SourceOf(pattern.Segments[segment], segment);
    }

    private static string SourceOf(RouteSegment found, int segment)
    {
        var name = Literal.Utf8(found.Text);
        return found.Kind == SegmentKind.CatchAll ? $"{KnownNames.Source}.Rest({segment}, {name})"
            : found.Default is { } text ? $"{KnownNames.Source}.Route({segment}, {name}, {Literal.Utf8(text)})"
            : $"{KnownNames.Source}.Route({segment}, {name})";
    }

    private static void EmitAnswer(SourceText text, HandlerModel handler, EndpointModel endpoint, string exchange)
    {
        if (handler.Offloads(endpoint))
        {
            OffloadEmitter.EmitAnswer(text, handler, endpoint, exchange, endpoint.ResultShape is { } offloaded ? $", {JsonShape(offloaded, SerializerOf(handler, endpoint))}" : "");
            return;
        }

        var target = endpoint.IsStatic ? handler.Part.Name : "_handler";
        var call = $"{target}.{endpoint.Name}({string.Join(", ", endpoint.Parameters.Select(static p => p.Name))})";
        if (endpoint.IsObsolete)
        {
            // The user calls it obsolete and routes to it all the same.
            text.Line("#pragma warning disable CS0612, CS0618");
        }

        var answer = Free("answer", endpoint);
        text.Line(endpoint switch
        {
            { WebSocket: not null } => $"return {exchange}.RunWebSocket(() => {call});",
            { Result: ResultKind.Nothing } => $"{call};",
            { IsConstant: true } => $"var {answer} = {call};",
            _ => $"var {answer} = {KnownNames.Answer}.Of({call});",
        });

        if (endpoint.IsObsolete)
        {
            text.Line("#pragma warning restore CS0612, CS0618");
        }

        var shape = endpoint.ResultShape is { } found ? $", {JsonShape(found, SerializerOf(handler, endpoint))}" : "";
        switch (endpoint)
        {
            case { WebSocket: not null }:
                break;
            case { Result: ResultKind.Nothing }:
                text.Line($"return {exchange}.RespondNothing();");
                break;
            case { IsConstant: true }:
                // Nothing here has the literal's text, so that one that is edited while the program runs changes the user's method alone.
                var contentType = (endpoint.ContentType ?? handler.Whole.ContentType) is { } type ? $", {type}" : "";
                text.Line($"return {exchange}.Respond(Constant({handler.FirstEndpoint + IndexOf(handler.Part.Endpoints, endpoint)}, {answer}{contentType}));");
                break;
            case { Result: ResultKind.Plain }:
                text.Line($"return {KnownNames.Reply}.With({KnownNames.RankTop}, {exchange}, {answer}{shape});");
                break;
            default:
                text.Line($"return {answer}.IsCompleted");
                text.Indent();
                text.Line($"? {KnownNames.Reply}.With({KnownNames.RankTop}, {exchange}, {answer}{shape})");
                text.Line($": {exchange}.Await({answer}, static (exchange, answer) => {KnownNames.Reply}.With({KnownNames.RankTop}, exchange, answer{shape}));");
                text.Outdent();
                break;
        }
    }

    private static string WebSocketField(string name) => $"_webSocketOf{name}";

    private static int IndexOf(EquatableArray<EndpointModel> endpoints, EndpointModel endpoint)
    {
        for (var i = 0; i < endpoints.Count; i++)
        {
            if (ReferenceEquals(endpoints[i], endpoint))
            {
                return i;
            }
        }

        return -1;
    }

    private static string PolicyOf(string name) => $"_slowConsumerOf{Literal.Plain(name)}";

    /// <summary>A name of our own that no parameter of the user's has.</summary>
    public static string Free(string name, EndpointModel endpoint)
    {
        while (endpoint.Parameters.Any(p => Literal.Plain(p.Name) == name))
        {
            name += "_";
        }

        return name;
    }
}
