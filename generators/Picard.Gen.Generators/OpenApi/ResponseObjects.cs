namespace Picard.Gen.Generators;

/// <summary>Responses of operations: what a method returns, and what is refused before it is called.</summary>
internal sealed class ResponseObjects(Schemas schemas, ParameterObjects parameters)
{
    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";

    private static readonly Dictionary<string, string> s_reasons = new(StringComparer.Ordinal)
    {
        ["200"] = "OK",
        ["201"] = "Created",
        ["202"] = "Accepted",
        ["204"] = "No Content",
        ["3XX"] = "Redirection",
        ["400"] = "Bad Request",
        ["403"] = "Forbidden",
        ["404"] = "Not Found",
        ["409"] = "Conflict",
        ["413"] = "Content Too Large",
        ["415"] = "Unsupported Media Type",
        ["422"] = "Unprocessable Content",
        [EndpointAnswer.AnyStatus] = "Any response that the method chooses",
    };

    /// <summary>The responses, by status.</summary>
    /// <param name="operation">What the method says.</param>
    /// <param name="inputs">What it takes where the request method and the path are those of the operation.</param>
    /// <param name="note">What documentation says of the result, or null.</param>
    public JsonMap Of(OperationModel operation, List<EndpointInput> inputs, string? note)
    {
        var answers = operation.Answers;
        var responses = new SortedDictionary<string, JsonMap>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            var response = ResponseOf(responses, answer.Status);
            if (note is not null && ReferenceEquals(answer, answers[0]))
            {
                response["description"] = note;
            }

            if (FormOf(answer.Content) is { } form)
            {
                response["description"] = note is not null && ReferenceEquals(answer, answers[0]) ? $"{note} {form}" : form;
            }

            if (answer.HasLocation)
            {
                var location = new JsonMap { { "schema", new JsonMap { { "type", "string" }, { "format", "uri-reference" } } } };
                response["headers"] = new JsonMap { { "Location", location } };
            }

            if (MediaTypeOf(answer.Content, operation.ContentType) is { } media)
            {
                AddContent(response, media, SchemaOf(answer, operation.Serializer));
            }
        }

        foreach (var status in Refusals(inputs, operation.MaxContent))
        {
            AddContent(ResponseOf(responses, status), ProblemJson, schemas.Component("Problem", CreateProblem));
        }

        var map = new JsonMap();
        foreach (var response in responses)
        {
            map.Add(response.Key, response.Value);
        }

        return map;
    }

    private static JsonMap ResponseOf(SortedDictionary<string, JsonMap> responses, string status)
    {
        if (!responses.TryGetValue(status, out var response))
        {
            responses.Add(status, response = new JsonMap { { "description", s_reasons[status] } });
        }

        return response;
    }

    /// <summary>What the framework answers where a value is missing or does not fit.</summary>
    private static IEnumerable<string> Refusals(List<EndpointInput> inputs, string? maxContent)
    {
        // What the constraints of a route let through fits the type.
        if (inputs.Any(static i => i.Place is InputPlace.Query or InputPlace.Header or InputPlace.Cookie || IsRead(i) || i is { Place: InputPlace.Path, Type.Text: not "string", Segment.Constraints.Count: 0 }))
        {
            yield return "400";
        }

        // Only what is kept has a limit in any case.
        if (inputs.Any(i => i.Place is InputPlace.Octets || IsRead(i) || (i.Place == InputPlace.Stream && maxContent is not null)))
        {
            yield return "413";
        }

        if (inputs.Any(IsRead))
        {
            yield return "415";
        }
    }

    /// <summary>Content that has a form of its own; each form has limits of its own.</summary>
    private static bool IsRead(EndpointInput input) =>
        input.Place is InputPlace.Json or InputPlace.Form or InputPlace.Lines or InputPlace.ServerEvents or InputPlace.Parts;

    private static string? MediaTypeOf(AnswerContent content, string? contentType) => content switch
    {
        AnswerContent.None => null,
        AnswerContent.Problem => ProblemJson,
        _ when contentType is not null => DefaultValue.TryRead(contentType, out var text) && text is string literal ? literal : "*/*",
        AnswerContent.Text => "text/plain; charset=utf-8",
        AnswerContent.Lines => "application/jsonl",
        AnswerContent.ServerEvents => "text/event-stream",
        AnswerContent.Octets or AnswerContent.Stream => "application/octet-stream",
        AnswerContent.Any => "*/*",
        AnswerContent.Events => null,
        _ => Json,
    };

    /// <summary>What the status and the schema do not say; null: nothing.</summary>
    private static string? FormOf(AnswerContent content) => content switch
    {
        AnswerContent.Lines => "JSON Lines, one value a line; the schema is that of a line.",
        AnswerContent.ServerEvents => "Server-Sent Events; the schema is that of the data of one.",
        AnswerContent.Events => "What the handler sends.",
        _ => null,
    };

    private JsonMap SchemaOf(EndpointAnswer answer, string? serializer) => answer.Content switch
    {
        AnswerContent.Json or AnswerContent.Lines or AnswerContent.ServerEvents => parameters.JsonOf(answer.Value!, serializer),
        AnswerContent.Text => new JsonMap { { "type", "string" } },
        AnswerContent.Problem => schemas.Component("Problem", CreateProblem),
        _ => [],
    };

    /// <summary>Two kinds of one status and media type are one of both.</summary>
    private static void AddContent(JsonMap response, string media, JsonMap schema)
    {
        if (response["content"] is not JsonMap content)
        {
            response["content"] = content = [];
        }

        if (content[media] is not JsonMap known)
        {
            content[media] = new JsonMap().With("schema", schema);
        }
        else if (known["schema"] is JsonMap other && JsonText.Of(other) != JsonText.Of(schema))
        {
            var choices = other["anyOf"] as List<object> ?? [other];
            known["schema"] = new JsonMap { { "anyOf", choices.Any(c => JsonText.Of(c) == JsonText.Of(schema)) ? choices : [.. choices, schema] } };
        }
    }

    /// <summary>RFC 9457, with the members that the framework adds.</summary>
    private static JsonMap CreateProblem()
    {
        static JsonMap Text(string? format, string description) => new JsonMap { { "type", "string" } }.With("format", format).With("description", description);
        var messages = new JsonMap { { "type", "array" }, { "items", new JsonMap { { "type", "string" } } } };
        return new JsonMap
        {
            { "type", "object" },
            { "description", "What went wrong (RFC 9457)." },
            {
                "properties", new JsonMap
                {
                    { "type", Text("uri-reference", "The kind of problem.") },
                    { "title", Text(null, "The kind of problem in a few words.") },
                    { "status", new JsonMap { { "type", "integer" }, { "format", "int32" } } },
                    { "detail", Text(null, "What is the matter this time.") },
                    { "instance", Text("uri-reference", "This occurrence.") },
                    { "parameter", Text(null, "The parameter to blame.") },
                    { "path", Text(null, "The place in JSON content.") },
                    { "errors", new JsonMap { { "type", "object" }, { "additionalProperties", messages }, { "description", "What is wrong with a value, by the path of the member." } } },
                }
            },

            // What HTTP itself refuses has no type: RFC 9457 §3.1.1 takes it for about:blank.
            { "required", new List<object> { "title", "status" } },
        };
    }
}
