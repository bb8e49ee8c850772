using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads the methods of a class that answer requests.</summary>
internal static class EndpointReader
{
    private static readonly HashSet<string> s_otherThanJson = new(StringComparer.Ordinal) { "Task", "ValueTask", "StatusCode", "Response", "FileResponse", "Problem", "ReadOnlyMemory`1" };

    /// <summary>Reads a class: one endpoint for each method and pattern.</summary>
    public static List<EndpointModel> Read(TypeDeclarationSyntax type, Surroundings at)
    {
        var endpoints = new List<EndpointModel>();
        foreach (var member in type.Members)
        {
            if (member is MethodDeclarationSyntax { AttributeLists.Count: > 0 } method)
            {
                Read(method, at, endpoints);
            }
        }

        return endpoints;
    }

    private static void Read(MethodDeclarationSyntax method, Surroundings at, List<EndpointModel> endpoints)
    {
        var patterns = new List<(RoutePattern? Pattern, string? WebSocket, List<RouteMethodValue> Methods)>();
        var settings = new SettingsReader();
        var isObsolete = false;
        foreach (var (name, syntax, _) in at.Attributes.Read(method.AttributeLists))
        {
            if (KnownNames.MethodOf(name) is { } requestMethod)
            {
                // A pattern that is not a literal, or not a pattern, has its diagnostic from the analyzers.
                if (AttributeReader.StringArgument(syntax) is { } text && RoutePattern.TryParse(text, out var pattern, out _))
                {
                    Methods(patterns, pattern).Add(new RouteMethodValue(requestMethod));
                }

                continue;
            }

            switch (name)
            {
                case KnownNames.WebSocket when IsTask(method.ReturnType, at):
                    if (AttributeReader.StringArgument(syntax) is { } path && RoutePattern.TryParse(path, out var opened, out _))
                    {
                        Methods(patterns, opened, PropertiesOf(syntax)).Add(new RouteMethodValue(RouteMethod.Get));
                    }

                    break;
                case KnownNames.Fallback:
                    _ = Methods(patterns, null);
                    break;
                case KnownNames.Obsolete:
                    isObsolete = true;
                    break;
                default:
                    settings.Take(name, syntax);
                    break;
            }
        }

        if (patterns.Count == 0 || !IsSupported(method))
        {
            return;
        }

        var model = ModelOf(method, at) with
        {
            ContentType = settings.ContentType,
            MaxContent = settings.MaxContent,
            SlowConsumer = settings.SlowConsumer,
            IsOffloaded = settings.IsOffloaded,
            Json = settings.Json,
            IsObsolete = isObsolete,
        };
        endpoints.AddRange(patterns.Select(p => model with { Pattern = p.Pattern, Methods = p.Methods, WebSocket = p.WebSocket }));
    }

    /// <summary>What the method is at every pattern.</summary>
    private static EndpointModel ModelOf(MethodDeclarationSyntax method, Surroundings at) => new()
    {
        Pattern = null,
        Methods = default,
        Name = method.Identifier.Text,
        IsStatic = method.Modifiers.Any(SyntaxKind.StaticKeyword),
        Result = ResultOf(method.ReturnType),
        ReturnType = method.ReturnType.ToString(),
        IsConstant = IsConstant(method),
        Parameters = ParameterReader.Read(method.ParameterList, at),
        ResultShape = ResultShapeOf(method, at),
    };

    private static List<RouteMethodValue> Methods(List<(RoutePattern? Pattern, string? WebSocket, List<RouteMethodValue> Methods)> patterns, RoutePattern? pattern, string? webSocket = null)
    {
        foreach (var known in patterns)
        {
            if (Equals(known.Pattern, pattern) && known.WebSocket == webSocket)
            {
                return known.Methods;
            }
        }

        patterns.Add((pattern, webSocket, []));
        return patterns[patterns.Count - 1].Methods;
    }

    /// <summary>The properties that an attribute sets, as they would be set on an instance of it.</summary>
    private static string PropertiesOf(AttributeSyntax attribute) => string.Join(", ", (attribute.ArgumentList?.Arguments ?? default)
        .Where(static a => a.NameEquals is not null)
        .Select(static a => $"{a.NameEquals!.Name} = {a.Expression.NormalizeWhitespace()}"));

    /// <summary>Whether a method returns a task without a result, which is what a WebSocket takes; the analyzers say so of any other.</summary>
    private static bool IsTask(TypeSyntax type, Surroundings at)
    {
        var plain = type is IdentifierNameSyntax alias && at.Aliases.TryGetValue(alias.Identifier.ValueText, out var target) ? target : type;
        return ShapeReader.SimpleNameOf(plain) is IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" };
    }

    private static bool IsSupported(MethodDeclarationSyntax method) =>
        method.TypeParameterList is null
        && method.ExplicitInterfaceSpecifier is null
        && method.ReturnType is not (RefTypeSyntax or PointerTypeSyntax)
        && !method.Modifiers.Any(SyntaxKind.AbstractKeyword)
        && ParameterReader.AreSupported(method.ParameterList);

    private static ResultKind ResultOf(TypeSyntax type) => type switch
    {
        PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } => ResultKind.Nothing,
        PredefinedTypeSyntax or ArrayTypeSyntax or NullableTypeSyntax { ElementType: PredefinedTypeSyntax or ArrayTypeSyntax } => ResultKind.Plain,
        _ => ResultKind.MayBePending,
    };

    /// <summary>Any result may be JSON but those that are sent as they are.</summary>
    private static ShapeText? ResultShapeOf(MethodDeclarationSyntax method, Surroundings at)
    {
        var type = ShapeReader.ResultOf(method.ReturnType, at.Aliases);
        var plain = type is NullableTypeSyntax nullable ? nullable.ElementType : type;
        if (plain is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword or (int)SyntaxKind.StringKeyword }
            || plain is ArrayTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.ByteKeyword }, RankSpecifiers.Count: 1 }
            || (ShapeReader.SimpleNameOf(plain) is { } name && s_otherThanJson.Contains(ShapeReader.NameOf(name))))
        {
            return null;
        }

        var shape = ShapeReader.Read(type, at.Aliases, []);
        return shape.IsImpossible ? null : shape;
    }

    /// <summary>Whether a method is <c>string Index() => "…"</c>, or has a body that is only <c>return "…";</c>.</summary>
    private static bool IsConstant(MethodDeclarationSyntax method)
    {
        var type = method.ReturnType is NullableTypeSyntax nullable ? nullable.ElementType : method.ReturnType;
        if (type is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword })
        {
            return false;
        }

        var result = method.ExpressionBody?.Expression
            ?? (method.Body is { Statements: { Count: 1 } statements } && statements[0] is ReturnStatementSyntax { Expression: { } returned } ? returned : null);
        return result is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression };
    }
}
