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
    private readonly HashSet<string> _tagged = new(StringComparer.Ordinal);
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

    public static string Write(ApplicationModel application, ProjectModel project, TypeTable types, NoteTable notes, EquatableArray<ParametersModel> parameters)
    {
        var document = new DocumentWriter(application, types, notes, parameters);
        foreach (var operation in OperationModel.AllOf(application.Part, project, types, document._inputs))
        {
            document.Add(operation);
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

    private void Add(OperationModel operation)
    {
        var part = operation.Part;
        if (_tagged.Add(part.FullName))
        {
            _tags.Add(new JsonMap { { "name", part.DisplayName } }.With("description", _notes.Of(part)?.Summary));
        }

        if (operation.Endpoint.Pattern is not { } pattern)
        {
            return;
        }

        foreach (var segments in PathObjects.Expansions(pattern))
        {
            foreach (var method in operation.Endpoint.Methods)
            {
                _paths.Add(method.Method, segments, names => OperationOf(operation, method.Method, segments, names));
            }
        }
    }

    private JsonMap OperationOf(OperationModel operation, RouteMethod method, IReadOnlyList<RouteSegment> segments, IReadOnlyList<string> names)
    {
        var (part, endpoint) = (operation.Part, operation.Endpoint);
        var note = _notes.Of(part, endpoint);

        // A shorter path has none of the parameters behind its end. RFC 9110 §9.3: the content of GET, HEAD and DELETE means nothing.
        var inputs = operation.Inputs
            .Where(i => i.Segment is null || segments.Contains(i.Segment))
            .Where(i => i.Place != InputPlace.Stream || method is not (RouteMethod.Get or RouteMethod.Head or RouteMethod.Delete))
            .ToList();
        var parameters = _parameters.Of(inputs);
        parameters.AddRange(ParameterObjects.OfUnbound(segments, inputs));
        var ordered = segments.Where(static s => s.IsParameter).ToList();
        foreach (var parameter in parameters.OfType<JsonMap>().Where(static p => p["in"] is "path"))
        {
            parameter["name"] = names[ordered.FindIndex(s => s.Text == (string)parameter["name"]!)];
        }

        return new JsonMap { { "tags", new List<object> { part.DisplayName } } }
            .With("summary", note?.Summary)
            .With("description", note?.Remarks)
            .With("operationId", UniqueIdOf(part, endpoint))
            .With("parameters", parameters)
            .With("requestBody", _parameters.BodyOf(inputs, operation.Serializer))
            .With("responses", _responses.Of(operation, inputs, note?.Returns))
            .With("deprecated", endpoint.IsObsolete)
            .With("x-max-content-bytes", operation.MaxContent is { } text && DefaultValue.TryRead(text, out var bytes) ? bytes : null);
    }

    private string UniqueIdOf(PartModel part, EndpointModel endpoint)
    {
        var name = $"{part.DisplayName.Replace('.', '_')}_{Literal.Plain(endpoint.Name)}";
        var unique = name;
        for (var number = 2; !_operations.Add(unique); number++)
        {
            unique = $"{name}_{number}";
        }

        return unique;
    }
}
