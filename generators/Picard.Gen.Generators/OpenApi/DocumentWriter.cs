namespace Picard.Gen.Generators;

/// <summary>The OpenAPI 3.1 document of an application, as text: a function of what syntax says.</summary>
internal sealed class DocumentWriter
{
    private readonly ApplicationModel _application;
    private readonly NoteTable _notes;
    private readonly EndpointInputs _inputs;
    private readonly Schemas _schemas;
    private readonly ParameterObjects _parameters;
    private readonly ResponseObjects _responses;
    private readonly PathObjects _paths = new();
    private readonly HashSet<string> _operations = new(StringComparer.Ordinal);
    private readonly List<object> _tags = [];

    private DocumentWriter(ApplicationModel application, TypeTable types, NoteTable notes, EquatableArray<ParametersModel> parameters)
    {
        _application = application;
        _notes = notes;
        _inputs = new EndpointInputs(types, parameters, notes);
        _schemas = new Schemas(types, notes);
        _parameters = new ParameterObjects(_schemas);
        _responses = new ResponseObjects(_schemas, _parameters);
    }

    public static string Write(ApplicationModel application, IEnumerable<HandlerModel> handlers, TypeTable types, NoteTable notes, EquatableArray<ParametersModel> parameters)
    {
        var document = new DocumentWriter(application, types, notes, parameters);
        foreach (var handler in handlers)
        {
            document.Add(handler);
        }

        return JsonText.Write(document.Build());
    }

    private JsonMap Build()
    {
        var part = _application.Part;
        var settings = part.OpenApi!;
        return new JsonMap
        {
            { "openapi", "3.1.1" },
            { "info", new JsonMap { { "title", settings.Title ?? part.Name } }.With("description", _notes.Of(part)?.Summary).With("version", settings.Version ?? "1.0.0") },
            { "paths", _paths.Build() },
        }.With("components", new JsonMap().With("schemas", _schemas.Components())).With("tags", _tags);
    }

    private void Add(HandlerModel handler)
    {
        var name = handler.Part.DisplayName;
        if (handler.IsMain && handler.Whole.EndpointNames.Count > 0)
        {
            _tags.Add(new JsonMap { { "name", name } }.With("description", _notes.Of(handler.Part)?.Summary));
        }

        foreach (var endpoint in handler.Part.Endpoints.Where(static e => e.Pattern is not null))
        {
            foreach (var segments in PathObjects.Expansions(endpoint.Pattern!))
            {
                foreach (var method in endpoint.Methods)
                {
                    _paths.Add(method.Method, segments, names => OperationOf(handler, endpoint, segments, names));
                }
            }
        }
    }

    private JsonMap OperationOf(HandlerModel handler, EndpointModel endpoint, IReadOnlyList<RouteSegment> segments, IReadOnlyList<string> names)
    {
        var note = _notes.Of(handler.Part, endpoint);
        var serializer = endpoint.Json ?? (handler.Whole.Json is null ? null : "the context of [Json]");

        // A shorter path has none of the parameters behind its end.
        var inputs = _inputs.Of(handler.Part, endpoint).Where(i => i.Segment is null || segments.Contains(i.Segment)).ToList();
        var parameters = _parameters.Of(inputs);
        parameters.AddRange(ParameterObjects.OfUnbound(segments, inputs));
        var ordered = segments.Where(static s => s.IsParameter).ToList();
        foreach (var parameter in parameters.OfType<JsonMap>().Where(static p => p["in"] is "path"))
        {
            parameter["name"] = names[ordered.FindIndex(s => s.Text == (string)parameter["name"]!)];
        }

        var answers = EndpointAnswer.Of(TypeScope.Of(handler.Part).Read(endpoint.ReturnType), _schemas.Types, inputs);
        var maxContent = endpoint.MaxContent ?? handler.Whole.MaxContent;
        return new JsonMap { { "tags", new List<object> { handler.Part.DisplayName } } }
            .With("summary", note?.Summary)
            .With("description", note?.Remarks)
            .With("operationId", UniqueIdOf(handler, endpoint))
            .With("parameters", parameters)
            .With("requestBody", _parameters.BodyOf(inputs, serializer))
            .With("responses", _responses.Of(answers, inputs, endpoint.ContentType ?? handler.Whole.ContentType, maxContent, serializer, note?.Returns))
            .With("deprecated", endpoint.IsObsolete)
            .With("x-max-content-bytes", maxContent is { } text && DefaultValue.TryRead(text, out var bytes) ? bytes : null);
    }

    private string UniqueIdOf(HandlerModel handler, EndpointModel endpoint)
    {
        var name = $"{handler.Part.DisplayName.Replace('.', '_')}_{Literal.Plain(endpoint.Name)}";
        var unique = name;
        for (var number = 2; !_operations.Add(unique); number++)
        {
            unique = $"{name}_{number}";
        }

        return unique;
    }
}
