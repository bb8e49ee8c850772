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
        if (inputs.FirstOrDefault(static i => i.Place is InputPlace.Json or InputPlace.Octets or InputPlace.Stream) is not { } content)
        {
            return null;
        }

        var type = content.Place switch
        {
            InputPlace.Json => "application/json",
            InputPlace.Stream => "application/octet-stream",
            _ => "*/*",
        };

        // OpenAPI 3.1: octets have no schema.
        var isJson = content.Place == InputPlace.Json;
        var media = isJson ? new JsonMap { { "schema", JsonOf(content.Type.Plain, serializer) } } : [];
        return new JsonMap()
            .With("description", content.Note)
            .With("content", new JsonMap { { type, media } })
            .With("required", isJson && content.Default is null);
    }

    /// <summary>The schema of a value as JSON; a context of the user's may write it in a way that only a running program knows.</summary>
    public JsonMap JsonOf(TypeReference type, string? serializer) =>
        serializer is null ? schemas.Of(type) : KnownSchemas.Any($"{type.Text}, as {serializer} describes it.");

    private JsonMap Of(EndpointInput input)
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

        var place = input.Place.ToString().ToLowerInvariant();
        var rest = input.Segment?.Kind == SegmentKind.CatchAll ? "The rest of the path, slashes included." : null;
        return new JsonMap { { "name", input.Name }, { "in", place } }
            .With("description", input.Note is { } note && rest is not null ? $"{note} {rest}" : input.Note ?? rest)
            .With("required", input.IsRequired)
            .With("schema", schema);
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
