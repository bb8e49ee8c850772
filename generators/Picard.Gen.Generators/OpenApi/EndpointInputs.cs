namespace Picard.Gen.Generators;

/// <summary>Where a value that a method takes comes from.</summary>
internal enum InputPlace
{
    Path,
    Query,
    Header,
    Cookie,

    /// <summary>A field of the form that the content is.</summary>
    Form,
    Json,

    /// <summary>JSON Lines, one value each.</summary>
    Lines,

    /// <summary>Server-Sent Events with values as their data.</summary>
    ServerEvents,

    /// <summary>The parts of a form.</summary>
    Parts,
    Octets,

    /// <summary>The content as it arrives.</summary>
    Stream,
    Service,

    /// <summary>What middleware has left: nothing that a client sends.</summary>
    Item,
    Exchange,

    /// <summary>Not from the request: the method writes its answer to it.</summary>
    Response,
}

/// <summary>A value that a method takes, directly or as a member of a [Parameters] type.</summary>
/// <param name="Parameter">The parameter, or the member, as people say it.</param>
/// <param name="Place">Where it comes from.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Type">Its type.</param>
/// <param name="Default">The text that stands for a missing value; null: it is required.</param>
/// <param name="Segment">The segment of the path, if it comes from there.</param>
internal sealed record EndpointInput(string Parameter, InputPlace Place, string Name, TypeReference Type, string? Default, RouteSegment? Segment)
{
    /// <summary>What documentation says of it, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Whether a request without it is refused: an array may have no values.</summary>
    public bool IsRequired => Place == InputPlace.Path || (Default is null && !Type.Text.EndsWith("]", StringComparison.Ordinal));
}

/// <summary>
/// What a method takes, as far as syntax tells. The compiler decides what is JSON and what is text by what a type implements; here a type is text if its declaration says
/// that it can be parsed, or if it is known to.
/// </summary>
internal sealed class EndpointInputs(TypeTable types, EquatableArray<ParametersModel> parameters, NoteTable notes)
{
    private static readonly HashSet<string> s_exchange = new(StringComparer.Ordinal) { "CancellationToken", "Request", "WebSocket", KnownNames.RequestHead, KnownNames.Downstream };

    public List<EndpointInput> Of(PartModel part, EndpointModel endpoint)
    {
        var scope = TypeScope.Of(part);
        var note = notes.Of(part, endpoint);
        var inputs = new List<EndpointInput>();
        foreach (var parameter in endpoint.Parameters)
        {
            var type = scope.Read(parameter.Type);
            if (parameter.Source == ParameterSource.Members && types.Find(TypeTable.Expand(type).Plain) is { } declared)
            {
                AddMembers(inputs, endpoint, parameter, declared);
                continue;
            }

            var name = Literal.Plain(parameter.Name);
            var segment = parameter.Source == ParameterSource.Automatic ? SegmentOf(endpoint.Pattern, parameter.SourceName) : null;
            inputs.Add(new EndpointInput(name, PlaceOf(parameter, endpoint, segment, type), segment?.Text ?? parameter.SourceName, type, parameter.Default, segment)
            {
                Note = note?.Parameters.FirstOrDefault(p => p.Name == name)?.Text,
            });
        }

        return inputs;
    }

    private static RouteSegment? SegmentOf(RoutePattern? pattern, string name) => pattern?.IndexOf(name) is >= 0 and var index ? pattern.Segments[index] : null;

    private InputPlace PlaceOf(ParameterModel parameter, EndpointModel endpoint, RouteSegment? segment, TypeReference type)
    {
        switch (parameter.Source)
        {
            case ParameterSource.Service:
                return InputPlace.Service;
            case ParameterSource.Item:
                return InputPlace.Item;
            case ParameterSource.Header:
                return InputPlace.Header;
            case ParameterSource.Cookie:
                return InputPlace.Cookie;
            case ParameterSource.Form:
                return InputPlace.Form;
            case ParameterSource.Query or ParameterSource.Members:
                return InputPlace.Query;
        }

        if (segment is not null)
        {
            return InputPlace.Path;
        }

        var plain = TypeTable.Expand(type).Plain;
        return s_exchange.Contains(plain.Key) ? InputPlace.Exchange
            : plain.Key == "ContentReader" ? InputPlace.Stream
            : plain.Key == "MultipartReader" ? InputPlace.Parts
            : plain.Key == "IAsyncEnumerable`1" ? TypeTable.Expand(plain.TypeArguments[0]).Key == "SseItem`1" ? InputPlace.ServerEvents : InputPlace.Lines
            : plain.Key == "ContentWriter" ? InputPlace.Response
            : plain.Key is "ReadOnlyMemory`1" or "ReadOnlySequence`1" ? InputPlace.Octets
            : endpoint.JsonShapeOf(parameter) is not null && !IsText(plain) ? InputPlace.Json
            : InputPlace.Query;
    }

    private bool IsText(TypeReference type)
    {
        var element = type.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.ArrayTypeSyntax array ? TypeTable.Expand(type with { Syntax = array.ElementType }).Plain : type;
        return element.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.PredefinedTypeSyntax
            || (types.Find(element) is { } declared ? declared.Main.Form == TypeForm.Enum || declared.IsParsable : KnownSchemas.IsParsable(element.Key));
    }

    private void AddMembers(List<EndpointInput> inputs, EndpointModel endpoint, ParameterModel parameter, DeclaredType declared)
    {
        if (parameters.FirstOrDefault(p => p.Type.FullName == declared.Main.FullName) is not { } model)
        {
            return;
        }

        var scope = TypeScope.Of(declared.Main, []);
        foreach (var member in model.Arguments.Concat(model.Properties))
        {
            var plain = Literal.Plain(member.Name);
            var name = member.Place?.Name ?? CamelCase.Of(plain);
            var segment = member.Place is null ? SegmentOf(endpoint.Pattern, name) : null;
            var place = member.Place?.Source switch
            {
                ParameterSource.Header => InputPlace.Header,
                ParameterSource.Cookie => InputPlace.Cookie,
                ParameterSource.Form => InputPlace.Form,
                ParameterSource.Service => InputPlace.Service,
                _ => segment is null ? InputPlace.Query : InputPlace.Path,
            };
            inputs.Add(new EndpointInput(
                $"{Literal.Plain(parameter.Name)}.{plain}", place, segment?.Text ?? name, scope.Read(member.Type), member.Default ?? (member.HasOwnValue ? "its own" : null), segment)
            {
                Note = notes.OfMember(declared.Main, plain),
            });
        }
    }
}
