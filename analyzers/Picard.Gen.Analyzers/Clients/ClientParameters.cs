using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>The parameters of one method of a client: each has one place in the request, and each place one parameter.</summary>
internal sealed class ClientParameters(SymbolAnalysisContext context, KnownSymbols known, ParameterTypes types, IMethodSymbol method, AttributeData route)
{
    private readonly string _method = Names.Of((ISymbol)method);
    private readonly string _requestMethod = Names.Of(route).ToUpperInvariant();
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly ClientValues _values = new(known, types);
    private string? _content;
    private string? _form;

    private bool TakesJson => _requestMethod is "POST" or "PUT" or "PATCH";

    public void Check()
    {
        RoutePattern? pattern = null;
        var literal = Names.SyntaxOf(route, context.CancellationToken) is { } syntax ? PatternText.LiteralOf(syntax) : null;
        foreach (var line in method.GetAttributes().Concat(method.ContainingType.GetAttributes()).Where(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, known.FieldLine)))
        {
            _places[FieldPlace(line.ConstructorArguments is [{ Value: string name }, ..] ? name : "")] = "[FieldLine]";
        }

        var isKnown = literal?.Token.Value is string text && RoutePattern.TryParse(text, out pattern, out _);
        foreach (var parameter in method.Parameters)
        {
            Check(parameter, pattern);
        }

        foreach (var segment in isKnown ? pattern!.Segments.Where(static s => s.IsParameter) : [])
        {
            if (!_places.ContainsKey(RoutePlace(segment.Text)) && !method.Parameters.Any(p => IsNamed(p.Name, segment.Text)))
            {
                var place = PatternText.PlaceOf(literal!, PatternText.IndexOfParameter(pattern!.Text, segment.Text), segment.Text.Length);
                var properties = ImmutableDictionary<string, string?>.Empty.Add("name", segment.Text).Add("type", RouteTypes.For(segment));
                context.ReportDiagnostic(Diagnostic.Create(Rules.MissingRouteValue, place, properties, segment.Text, pattern.Text, _method));
            }
        }
    }

    private void Check(IParameterSymbol parameter, RoutePattern? pattern)
    {
        var segment = pattern?.IndexOf(parameter.Name) is { } index and >= 0 ? pattern.Segments[index] : null;
        var sources = _values.SourcesOf(parameter);
        if (segment is not null)
        {
            sources.Insert(0, "Route");
        }

        if (sources.Count > 1)
        {
            Refuse(parameter, $"it cannot be both {ClientValues.Describe(sources[0])} and {ClientValues.Describe(sources[1])}");
        }
        else if (sources.Count == 0)
        {
            CheckByType(parameter);
        }
        else if (sources[0] == "Parameters")
        {
            CheckMembers(parameter, pattern);
        }
        else if (sources[0] is "Service" or "Item")
        {
            Refuse(parameter, $"[{sources[0]}] is for methods of handlers");
        }
        else
        {
            CheckText(parameter, parameter.Type, sources[0], segment?.Text ?? _values.NameOf(parameter, sources[0]), segment);
        }
    }

    /// <summary>Each member has a place of its own, as a parameter of its name in camel case would have.</summary>
    private void CheckMembers(IParameterSymbol parameter, RoutePattern? pattern)
    {
        if ((new MemberCheck(known, types).WhyNot(parameter.Type) ?? ClientValues.WhyUnreadable(parameter.Type)) is { } why)
        {
            Refuse(parameter, why);
            return;
        }

        foreach (var (member, type) in MemberCheck.MembersOf((INamedTypeSymbol)parameter.Type))
        {
            var source = _values.SourcesOf(member) is [var named, ..] ? named : null;
            var name = source is null || KnownSymbols.Find(member, _values.AttributeOf(source)) is not { ConstructorArguments: [{ Value: string }, ..] } ? CamelCase.Of(member.Name) : _values.NameOf(member, source);
            var segment = source is null && pattern?.IndexOf(name) is { } index and >= 0 ? pattern.Segments[index] : null;
            CheckText(parameter, type, source ?? (segment is null ? "Query" : "Route"), name, segment);
        }
    }

    private void CheckText(IParameterSymbol parameter, ITypeSymbol type, string source, string name, RouteSegment? segment)
    {
        var takesSeveral = source is "Query" or "Header" or "Form";
        if (_values.WhyNoText(type, takesSeveral) is { } why)
        {
            Refuse(parameter, $"{ClientValues.Describe(source)} is text, and {why}");
            return;
        }

        if (segment is { IsOptional: false, Kind: not SegmentKind.CatchAll } && MayBeNull(type))
        {
            Refuse(parameter, $"a part of the path has a value, and null is none; take '{Names.Of(type).TrimEnd('?')}', or write '{{{segment.Text}?}}' to leave the part out");
            return;
        }

        if (source == "Form" && !TakesJson)
        {
            Refuse(parameter, $"{_requestMethod} requests have no form as content; use POST, PUT or PATCH, or [Query]");
            return;
        }

        if (source == "Form" && _content is not null)
        {
            Refuse(parameter, $"'{_content}' is the content already, and a form is content too");
            return;
        }

        _form ??= source == "Form" ? parameter.Name : null;
        Place(parameter, source == "Route" ? RoutePlace(name) : source == "Header" ? FieldPlace(name) : $"{ClientValues.Describe(source)} '{name}'");
    }

    private void CheckByType(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        switch (_values.KindOf(type))
        {
            case ClientValueKind.Cancellation:
                Place(parameter, "a CancellationToken");
                break;
            case ClientValueKind.Options:
                Place(parameter, "the options of the call");
                break;
            case ClientValueKind.Content when _requestMethod is "GET" or "HEAD":
                Refuse(parameter, $"it is content, which {_requestMethod} requests do not have (RFC 9110 §9.3.1); use POST, PUT or PATCH");
                break;
            case ClientValueKind.Content:
                CheckContent(parameter);
                break;
            case ClientValueKind.Text when !TakesJson || types.KindOf(type) == ParameterKind.Text:
                Place(parameter, $"{ClientValues.Describe("Query")} '{parameter.Name}'");
                break;
            case ClientValueKind.OfServer:
                Refuse(parameter, $"it is what handlers take{ClientValues.HintFor(type)}");
                break;
            default:
                CheckJson(parameter);
                break;
        }
    }

    private void CheckContent(IParameterSymbol parameter)
    {
        var item = ParameterTypes.ItemOf(parameter.Type);
        if (item is not null && ClientValues.HasEvents(parameter.Type))
        {
            Refuse(parameter, "Server-Sent Events come from servers; items of other types are sent as JSON Lines");
        }
        else if (item is not null && _values.WhyNoJson(method, item) is { } why)
        {
            Refuse(parameter, why);
        }
        else
        {
            TakeContent(parameter);
        }
    }

    private void CheckJson(IParameterSymbol parameter)
    {
        if (!TakesJson)
        {
            Refuse(parameter, $"it is no text for the query, since {_values.WhyNoText(parameter.Type, takesSeveral: true)}, and {_requestMethod} requests have no JSON as content");
        }
        else if (_values.WhyNoJson(method, parameter.Type) is { } why)
        {
            Refuse(parameter, why);
        }
        else
        {
            TakeContent(parameter);
        }
    }

    private void TakeContent(IParameterSymbol parameter)
    {
        if ((_content ?? _form) is { } other)
        {
            Refuse(parameter, $"it would be the content, and '{other}' {(_content is null ? "is a field of a form, which is the content" : "is that")} already; mark what is text [Query] or [Header]");
            return;
        }

        _content = parameter.Name;
    }

    private void Place(IParameterSymbol parameter, string place)
    {
        if (_places.TryGetValue(place, out var first))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.SentTwice, parameter.Locations[0], first, parameter.Name, _method, place));
        }
        else
        {
            _places.Add(place, parameter.Name);
        }
    }

    private void Refuse(IParameterSymbol parameter, string why) =>
        context.ReportDiagnostic(Diagnostic.Create(Rules.NoPlaceInRequest, parameter.Locations[0], Names.Of(parameter.Type), parameter.Name, _method, why));

    private static string RoutePlace(string name) => $"the route parameter '{name.ToLowerInvariant()}'";

    // RFC 9110 §5.1: field names are compared without case.
    private static string FieldPlace(string name) => $"{ClientValues.Describe("Header")} '{name.ToLowerInvariant()}'";

    private static bool MayBeNull(ITypeSymbol type) => type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static bool IsNamed(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
