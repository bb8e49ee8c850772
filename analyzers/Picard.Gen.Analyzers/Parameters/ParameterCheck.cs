using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>The questions asked of one parameter of a route's method.</summary>
internal sealed class ParameterCheck(SymbolAnalysisContext context, KnownSymbols known, ParameterTypes types, IMethodSymbol method, IParameterSymbol parameter)
{
    /// <summary>The content as the source of a parameter.</summary>
    public const string Content = "the content";

    private const string Octets = "it could be the content or a list of small numbers; take ReadOnlyMemory<byte> or int[]";

    private const string BindableText = "what is read from text is a string, bool, enum or parsable type, or a '?' or array of these";

    private readonly AttributeData? _query = KnownSymbols.Find(parameter, known.Query);
    private readonly AttributeData? _header = KnownSymbols.Find(parameter, known.Header);
    private readonly AttributeData? _cookie = KnownSymbols.Find(parameter, known.Cookie);
    private readonly AttributeData? _form = KnownSymbols.Find(parameter, known.Form);
    private readonly AttributeData? _parameters = KnownSymbols.Find(parameter, known.Parameters);
    private readonly AttributeData? _service = KnownSymbols.Find(parameter, known.Service);
    private readonly AttributeData? _item = KnownSymbols.Find(parameter, known.Item);
    private readonly ParameterKind _kind = types.KindOf(parameter.Type);

    public IParameterSymbol Parameter => parameter;

    /// <summary>Whether it is, or has, a field of the form that the content is.</summary>
    public bool TakesForm => _form is not null || (_parameters is not null && MemberCheck.HasForm(known, parameter.Type));

    public string MethodName { get; } = Names.Of((ISymbol)method);

    public void Report(DiagnosticDescriptor rule, params object[] arguments) => context.ReportDiagnostic(Diagnostic.Create(rule, parameter.Locations[0], arguments));

    /// <summary>A name in the route and an attribute, or two attributes, contradict each other.</summary>
    public bool ReportConflict(List<RouteSegment> segments)
    {
        var named = new List<string>();
        Name(segments.Count > 0, "the route");
        Name(_query is not null, "the query");
        Name(_header is not null, "a field");
        Name(_cookie is not null, "a cookie");
        Name(_form is not null, "a form");
        Name(_parameters is not null, "its members");
        Name(_service is not null, "the services");
        Name(_item is not null, "an item");
        if (named.Count < 2)
        {
            return false;
        }

        Report(Rules.ConflictingSources, parameter.Name, MethodName, named[0], named[1]);
        return true;

        void Name(bool applies, string source)
        {
            if (applies)
            {
                named.Add(source);
            }
        }
    }

    /// <summary>Reports what cannot be bound and returns null, or says where the value comes from.</summary>
    public string? ReportUnbindable(List<RouteSegment> segments, List<AttributeData> routes)
    {
        if (_service is not null)
        {
            // A service may be asked for twice: it is no part of the request.
            return $"the service '{parameter.Name}'";
        }

        if (_item is not null)
        {
            return $"the item '{parameter.Name}'";
        }

        if (_parameters is not null)
        {
            if (new MemberCheck(known, types).WhyNot(parameter.Type) is { } why)
            {
                Report(Rules.UnboundMembers, Names.Of(parameter.Type), parameter.Name, MethodName, why);
            }

            return $"the members of '{parameter.Name}'";
        }

        var isText = segments.Count > 0 || _query is not null || _header is not null || _cookie is not null || _form is not null;
        if (isText && _kind != ParameterKind.Text)
        {
            Report(Rules.UnbindableParameter, Names.Of(parameter.Type), parameter.Name, MethodName, BindableText);
            return null;
        }

        if (_kind == ParameterKind.Other)
        {
            return ReportJson(routes) ? null : Content;
        }

        return SourceOfText() ?? (segments.Count > 0 ? $"the route parameter '{segments[0].Text}'" : SourceOfKind());
    }

    /// <summary>Where an attribute says that text comes from; null: there is none.</summary>
    private string? SourceOfText()
    {
        if (_header is not null)
        {
            var field = NameIn(_header);
            if (field.Length == 0 || !field.All(FieldNames.IsTokenCharacter))
            {
                Report(Rules.InvalidFieldName, field, parameter.Name, MethodName);
            }

            return $"the field '{field.ToLowerInvariant()}'";
        }

        if (_cookie is not null)
        {
            var cookie = NameIn(_cookie);
            if (cookie.Length == 0 || !cookie.All(FieldNames.IsTokenCharacter))
            {
                Report(Rules.InvalidCookieName, cookie, parameter.Name, MethodName);
            }

            return $"the cookie '{cookie}'";
        }

        return _form is null ? null : $"the form field '{NameIn(_form)}'";
    }

    private string SourceOfKind() => _kind switch
    {
        ParameterKind.Aborted => "the client's connection",
        ParameterKind.Request => "the request",
        ParameterKind.Response => "the response",
        ParameterKind.Content => Content,
        ParameterKind.WebSocket => "the WebSocket",
        _ => $"the query parameter '{(_query is null ? parameter.Name : NameIn(_query))}'",
    };

    /// <summary>The content as JSON needs a request method that has content, and a type that has a shape.</summary>
    private bool ReportJson(List<AttributeData> routes)
    {
        if (parameter.Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte })
        {
            Report(Rules.UnbindableParameter, Names.Of(parameter.Type), parameter.Name, MethodName, Octets);
            return true;
        }

        if (routes.FirstOrDefault(HasNoJson) is { } other)
        {
            Report(Rules.JsonNotExpected, Names.Of(parameter.Type), parameter.Name, MethodName, NameOf(other));
            return true;
        }

        if (!known.UsesSerializer(method) && types.Json.WhyUnreadable(ParameterTypes.ItemOf(parameter.Type) ?? parameter.Type) is { } why)
        {
            Report(Rules.UnreadableJson, Names.Of(parameter.Type), parameter.Name, MethodName, why);
            return true;
        }

        return false;
    }

    /// <summary>What the route matches must fit the type, and what it may lack the parameter must be able to lack.</summary>
    public void ReportMisfit(List<RouteSegment> segments)
    {
        var mayBeMissing = parameter.HasExplicitDefaultValue || parameter.NullableAnnotation == NullableAnnotation.Annotated || parameter.Type is IArrayTypeSymbol;
        foreach (var segment in segments)
        {
            if (RouteFit.WhyNot(segment, parameter.Type) is { } why)
            {
                Report(Rules.RouteTypeMismatch, Names.Of(parameter.Type), parameter.Name, MethodName, why);
                return;
            }

            if (segment is { IsOptional: true, Default: null } && !mayBeMissing)
            {
                Report(Rules.OptionalMismatch, parameter.Name, Names.Of(parameter.Type), MethodName);
                return;
            }
        }
    }

    /// <summary>RFC 9110 §9.3.1, §9.3.2: content in a GET or HEAD request has no generally defined semantics.</summary>
    public void ReportContent(List<AttributeData> routes)
    {
        if (_kind == ParameterKind.Content && _service is null && routes.All(static route => Names.Of(route) is "Get" or "Head" or "WebSocket"))
        {
            Report(Rules.ContentNotExpected, parameter.Name, MethodName, NameOf(routes[0]));
        }
    }

    /// <summary>A form needs a request method that has content, and is all of it.</summary>
    public void ReportForm(List<AttributeData> routes, IParameterSymbol? content)
    {
        if (routes.FirstOrDefault(HasNoJson) is { } other)
        {
            Report(Rules.FormNotExpected, parameter.Name, MethodName, NameOf(other));
        }
        else if (content is not null)
        {
            Report(Rules.FormAndContent, parameter.Name, MethodName, content.Name);
        }
    }

    private static bool HasNoJson(AttributeData route) => Names.Of(route) is not ("Post" or "Put" or "Patch");

    private static string NameOf(AttributeData route) => Names.Of(route) switch
    {
        "Fallback" => "fallback",
        "WebSocket" => "WebSocket",
        var method => method.ToUpperInvariant(),
    };

    private string NameIn(AttributeData attribute) =>
        attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is string name ? name : parameter.Name;
}
