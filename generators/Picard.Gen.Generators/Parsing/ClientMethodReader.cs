using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads the methods of a client: those that an interface leaves open, and those of a class that are partial and have a route.</summary>
internal static class ClientMethodReader
{
    public static List<ClientMethodModel> Read(TypeDeclarationSyntax type, Surroundings at)
    {
        var methods = new List<ClientMethodModel>();
        foreach (var member in type.Members)
        {
            if (member is MethodDeclarationSyntax { Body: null, ExpressionBody: null, ExplicitInterfaceSpecifier: null } method
                && (type is InterfaceDeclarationSyntax || method.Modifiers.Any(SyntaxKind.PartialKeyword))
                && Read(method, at) is { } read
                && (type is InterfaceDeclarationSyntax || read.Pattern is not null))
            {
                methods.Add(read);
            }
        }

        return methods;
    }

    private static ClientMethodModel Read(MethodDeclarationSyntax method, Surroundings at)
    {
        RoutePattern? pattern = null;
        var requestMethod = RouteMethod.Get;
        var routes = 0;
        var settings = new SettingsReader();
        foreach (var (name, syntax, _) in at.Attributes.Read(method.AttributeLists))
        {
            settings.Take(name, syntax);
            if (KnownNames.MethodOf(name) is { } found)
            {
                routes++;
                if (AttributeReader.StringArgument(syntax) is { } text && RoutePattern.TryParse(text, out var parsed, out _))
                {
                    pattern = parsed;
                    requestMethod = found;
                }
            }
        }

        var model = new ClientMethodModel
        {
            Modifiers = string.Join(" ", method.Modifiers.Select(static m => m.Text)),
            ReturnType = method.ReturnType.ToString(),
            Name = method.Identifier.Text + method.TypeParameterList,
            ParameterList = string.Join(", ", method.ParameterList.Parameters.Select(static p => p.WithAttributeLists(default).WithDefault(null).NormalizeWhitespace().ToString())),
            Pattern = pattern,
            Method = requestMethod,
            Parameters = method.ParameterList.Parameters.Where(static p => p.Type is not null).Select(p => ParameterOf(p, pattern, requestMethod, at)).ToList(),
            Result = ClientResultReader.Read(method.ReturnType, at),
            FieldLines = ClientReader.FieldLinesOf(method.AttributeLists, at),
            ContentType = settings.ContentType,
            Json = settings.Json,
        };
        return model with { Hindrance = HindranceOf(method, model, routes) };
    }

    private static string? HindranceOf(MethodDeclarationSyntax method, ClientMethodModel model, int routes) =>
        routes == 0 ? "has no route"
        : routes > 1 ? "has several routes"
        : model.Pattern is null ? "has no pattern that can be read"
        : method.TypeParameterList is not null ? "is generic"
        : method.ParameterList.Parameters.Any(static p => p.Modifiers.Any(static m => m.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword)) ? "takes a parameter by reference"
        : model.Result.Receive is null ? "returns what no response is read as"
        : model.Parameters.Any(static p => p.Use == ParameterUse.OfServer) ? "takes what only handlers have"
        : model.Parameters.Count(static p => p.Use is ParameterUse.Octets or ParameterUse.Stream or ParameterUse.Items) is var contents && contents > 1 ? "has several contents"
        : contents > 0 && model.Parameters.Any(static p => p.Use == ParameterUse.Form) ? "has a form and other content"
        : model.Parameters.Any(static p => p.Use == ParameterUse.Members) ? null
        : model.HindranceOfRoute;

    private static ClientParameterModel ParameterOf(ParameterSyntax parameter, RoutePattern? pattern, RouteMethod method, Surroundings at)
    {
        var place = ParameterReader.PlaceOf(parameter.AttributeLists, at.Attributes);
        var name = parameter.Identifier.ValueText;
        var type = parameter.Type!;
        var use = place?.Source switch
        {
            ParameterSource.Query => ParameterUse.Query,
            ParameterSource.Header => ParameterUse.Header,
            ParameterSource.Cookie => ParameterUse.Cookie,
            ParameterSource.Form => ParameterUse.Form,
            ParameterSource.Members => ParameterUse.Members,
            ParameterSource.Service or ParameterSource.Item => ParameterUse.OfServer,
            _ => pattern?.IndexOf(name) >= 0 ? ParameterUse.Route : UseOf(type, at),
        };
        ShapeText? shape = null;
        if (use == ParameterUse.Members)
        {
            shape = ShapeReader.Read(type, at.Aliases, []);
        }
        else if (use == ParameterUse.Items)
        {
            var item = ((GenericNameSyntax)ShapeReader.SimpleNameOf(Plain(type, at))!).TypeArgumentList.Arguments[0];
            shape = ShapeReader.Read(item, at.Aliases, []);
        }
        else if (use == ParameterUse.Automatic)
        {
            shape = method is RouteMethod.Post or RouteMethod.Put or RouteMethod.Patch ? ParameterReader.ShapeOf(type, at) : null;
            use = shape is null or { IsImpossible: true } ? ParameterUse.Query : use;
        }

        return new ClientParameterModel(parameter.Identifier.Text, type.ToString(), use, place?.Name ?? name, shape);
    }

    private static ParameterUse UseOf(TypeSyntax type, Surroundings at)
    {
        var plain = Plain(type, at);
        if (plain is ArrayTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.ByteKeyword }, RankSpecifiers.Count: 1 })
        {
            return ParameterUse.Octets;
        }

        return ShapeReader.SimpleNameOf(plain) is not { } name ? ParameterUse.Automatic : ShapeReader.NameOf(name) switch
        {
            "CancellationToken" => ParameterUse.Cancellation,
            "CallOptions" => ParameterUse.Options,
            "PipeReader" or "Stream" => ParameterUse.Stream,
            "ReadOnlyMemory`1" => ParameterUse.Octets,
            "IAsyncEnumerable`1" => ParameterUse.Items,
            _ => ParameterUse.Automatic,
        };
    }

    private static TypeSyntax Plain(TypeSyntax type, Surroundings at)
    {
        var plain = type is NullableTypeSyntax nullable ? nullable.ElementType : type;
        return plain is IdentifierNameSyntax alias && at.Aliases.TryGetValue(alias.Identifier.ValueText, out var target) ? target : plain;
    }
}
