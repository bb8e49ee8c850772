namespace Picard.Gen.Generators;

/// <summary>Parameters and request bodies of operations.</summary>
internal sealed class ParameterObjects(Schemas schemas)
{
    public List<object> Of(IEnumerable<EndpointInput> inputs) => [.. inputs.Where(static i => i.Place <= InputPlace.Cookie).Select(Of)];

    /// <summary>The parameters of the path that no parameter of the method takes: they are part of the path all the same.</summary>
    public static List<object> OfUnbound(IEnumerable<RouteSegment> segments, List<EndpointInput> inputs) =>
    [
        .. segments.Where(s => s.IsParameter && !inputs.Any(i => ReferenceEquals(i.Segment, s))).Select(static s => new JsonMap
        {
            { "name", s.Text }, { "in", "path" }, { "required", true }, { "schema", Constrained(new JsonMap { { "type", "string" } }, s) },
        }),
    ];

    /// <summary>The content of a request; null: it has none.</summary>
    public JsonMap? BodyOf(List<EndpointInput> inputs, string? serializer)
    {
        if (inputs.Exists(static i => i.Place == InputPlace.Form))
        {
            return FormOf([.. inputs.Where(static i => i.Place == InputPlace.Form)]);
        }

        if (inputs.FirstOrDefault(static i => i.Place is InputPlace.Octets or InputPlace.Stream || IsJson(i)) is not { } content)
        {
            return null;
        }

        var type = content.Place switch
        {
            InputPlace.Json => "application/json",
            InputPlace.Lines => "application/jsonl",
            InputPlace.ServerEvents => "text/event-stream",
            InputPlace.Parts => "multipart/form-data",
            InputPlace.Stream => "application/octet-stream",
            _ => "*/*",
        };

        // OpenAPI 3.1: octets have no schema.
        var schema = content.Place switch
        {
            InputPlace.Json => JsonOf(content.Type.Plain, serializer),
            InputPlace.Lines => JsonOf(TypeTable.Expand(content.Type).Plain.TypeArguments[0], serializer),
            InputPlace.ServerEvents => JsonOf(TypeTable.Expand(TypeTable.Expand(content.Type).Plain.TypeArguments[0]).TypeArguments[0], serializer),

            // Which parts there may be only the method knows.
            InputPlace.Parts => new JsonMap { { "type", "object" } },
            _ => null,
        };
        return new JsonMap()
            .With("description", Sentences(content.Note, NoteOf(content.Place)))
            .With("content", new JsonMap { { type, new JsonMap().With("schema", schema) } })
            .With("required", content.Place == InputPlace.Parts || (content.Place == InputPlace.Json && content.Default is null));
    }

    private static bool IsJson(EndpointInput input) => input.Place is InputPlace.Json or InputPlace.Lines or InputPlace.ServerEvents or InputPlace.Parts;

    /// <summary>What the media type and the schema do not say; null: nothing.</summary>
    private static string? NoteOf(InputPlace place) => place switch
    {
        InputPlace.Lines => "JSON Lines, one value a line; the schema is that of a line.",
        InputPlace.ServerEvents => "Server-Sent Events; the schema is that of the data of one.",
        _ => null,
    };

    private static string? Sentences(string? first, string? second) => first is not null && second is not null ? $"{first} {second}" : first ?? second;

    /// <summary>A form is an object with a property for each field, in either of its media types.</summary>
    private JsonMap FormOf(List<EndpointInput> fields)
    {
        var properties = new JsonMap();
        foreach (var field in fields)
        {
            // Two parameters of one field are one property.
            properties[field.Name] = SchemaOf(field).With("description", field.Note);
        }

        var required = fields.Where(static f => f.IsRequired).Select(static f => (object)f.Name).Distinct().ToList();
        var media = new JsonMap { { "schema", new JsonMap { { "type", "object" }, { "properties", properties } }.With("required", required) } };
        return new JsonMap
        {
            { "content", new JsonMap { { "application/x-www-form-urlencoded", media }, { "multipart/form-data", media } } },
        }.With("required", required.Count > 0);
    }

    /// <summary>The schema of a value as JSON; a context of the user's may write it in a way that only a running program knows.</summary>
    public JsonMap JsonOf(TypeReference type, string? serializer) =>
        serializer is null ? schemas.Of(type) : KnownSchemas.Any($"{type.Text}, as {serializer} describes it.");

    private JsonMap SchemaOf(EndpointInput input)
    {
        var schema = schemas.OfText(input.Type).Copy();
        if (input.Segment is { } segment)
        {
            schema = Constrained(schema, segment);
        }

        if (input.Default is { } text && DefaultValue.TryRead(text, out var value))
        {
            schema["default"] = value;
        }

        return schema;
    }

    private JsonMap Of(EndpointInput input)
    {
        var place = input.Place.ToString().ToLowerInvariant();
        var rest = input.Segment?.Kind == SegmentKind.CatchAll ? "The rest of the path, slashes included." : null;
        return new JsonMap { { "name", input.Name }, { "in", place } }
            .With("description", Sentences(input.Note, rest))
            .With("required", input.IsRequired)
            .With("schema", SchemaOf(input));
    }

    /// <summary>What the route demands of a segment, added to what the type does.</summary>
    private static JsonMap Constrained(JsonMap schema, RouteSegment segment)
    {
        foreach (var constraint in segment.Constraints)
        {
            if (constraint.IsNumeric && schema["type"] is "string" && !schema.Contains("enum"))
            {
                schema["type"] = "integer";
                schema["format"] = constraint.Kind == ConstraintKind.Int ? "int32" : "int64";
            }

            switch (constraint.Kind)
            {
                case ConstraintKind.Min or ConstraintKind.Max or ConstraintKind.Range:
                    _ = constraint.Min == long.MinValue ? schema : schema.With("minimum", constraint.Min);
                    _ = constraint.Max == long.MaxValue ? schema : schema.With("maximum", constraint.Max);
                    break;
                case ConstraintKind.Guid:
                    schema["format"] = "uuid";
                    break;
                case ConstraintKind.Bool:
                    schema["type"] = "boolean";
                    break;
                case ConstraintKind.Alpha:
                    schema["pattern"] = "^[A-Za-z]+$";
                    break;
                case ConstraintKind.Length:
                    schema["minLength"] = constraint.Min;
                    schema["maxLength"] = constraint.Max;
                    break;
                case ConstraintKind.Regex:
                    schema["pattern"] = constraint.Regex;
                    break;
            }
        }

        return segment.Default is { } whenMissing && !schema.Contains("default") && schema["type"] is "string" ? schema.With("default", whenMissing) : schema;
    }
}
