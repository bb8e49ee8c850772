using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Tells by its text what a client's method reads a response as.</summary>
internal static class ClientResultReader
{
    // A task of a task. What else no response is read as is told by the analyzers, which know types from names.
    private static readonly HashSet<string> s_unread = new(StringComparer.Ordinal) { "Task", "ValueTask", "Task`1", "ValueTask`1" };

    // Results that say their status. A type of the user's that is called so is read by the same method, as the JSON that it is.
    private static readonly HashSet<string> s_results = new(StringComparer.Ordinal)
    {
        "Ok", "Created", "Accepted", "NoContent", "Redirect", "BadRequest", "Forbidden", "NotFound", "Conflict", "UnprocessableContent",
    };

    private static readonly ClientResult s_none = new(null, IsTask: false, null);

    public static ClientResult Read(TypeSyntax type, Surroundings at)
    {
        var plain = type is IdentifierNameSyntax alias && at.Aliases.TryGetValue(alias.Identifier.ValueText, out var target) ? target : type;
        if (ShapeReader.SimpleNameOf(plain) is not { } name)
        {
            return s_none;
        }

        var isTask = name.Identifier.ValueText == "Task";
        switch (ShapeReader.NameOf(name))
        {
            case "Task" or "ValueTask":
                return new ClientResult("SuccessAsync", isTask, null);
            case "Task`1" or "ValueTask`1":
                return ReadValue(((GenericNameSyntax)name).TypeArgumentList.Arguments[0], at) with { IsTask = isTask };
            case "IAsyncEnumerable`1":
                var item = ShapeReader.Read(((GenericNameSyntax)name).TypeArgumentList.Arguments[0], at.Aliases, []);
                return item.IsImpossible ? s_none : new ClientResult("Items", IsTask: false, item);
            default:
                return s_none;
        }
    }

    private static ClientResult ReadValue(TypeSyntax type, Surroundings at)
    {
        var isOptional = type is NullableTypeSyntax;
        var plain = type is NullableTypeSyntax nullable ? nullable.ElementType : type;
        plain = plain is IdentifierNameSyntax alias && at.Aliases.TryGetValue(alias.Identifier.ValueText, out var target) ? target : plain;
        var name = ShapeReader.SimpleNameOf(plain) is { } simple ? ShapeReader.NameOf(simple) : "";
        switch (name)
        {
            case "StatusCode" when !isOptional:
                return new ClientResult("StatusAsync", IsTask: false, null);
            case "ClientResponse" when !isOptional:
                return new ClientResult("ResponseAsync", IsTask: false, null);
            case "ReadOnlyMemory`1" when !isOptional:
                return new ClientResult("MemoryAsync", IsTask: false, null);
            case "Response`1" when !isOptional:
                return Content(((GenericNameSyntax)ShapeReader.SimpleNameOf(plain)!).TypeArgumentList.Arguments[0], at, "Response", "ResponseOrAbsent");
            case "StatusCode" or "ClientResponse" or "Response`1":
                return s_none;
        }

        if (s_results.Contains(name) || FrameworkNames.IsResult(name))
        {
            var result = ShapeReader.Read(type, at.Aliases, []);
            return name is "IAsyncEnumerable`1" or "SseItem`1" || result.IsImpossible || isOptional ? s_none : new ClientResult("ResultAsync", IsTask: false, result);
        }

        return Content(type, at, "", "OrNotFound");
    }

    private static ClientResult Content(TypeSyntax type, Surroundings at, string always, string optional)
    {
        var suffix = (type is NullableTypeSyntax ? optional : always) + "Async";
        var plain = type is NullableTypeSyntax nullable ? nullable.ElementType : type;
        switch (plain)
        {
            case PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword }:
                return new ClientResult("Text" + suffix, IsTask: false, null);
            case ArrayTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.ByteKeyword }, RankSpecifiers.Count: 1 }:
                return new ClientResult("Octets" + suffix, IsTask: false, null);
        }

        if (ShapeReader.SimpleNameOf(plain) is { } name && (s_unread.Contains(ShapeReader.NameOf(name)) || FrameworkNames.IsResult(ShapeReader.NameOf(name))))
        {
            return s_none;
        }

        var shape = ShapeReader.Read(type, at.Aliases, []);
        return shape.IsImpossible ? s_none : new ClientResult("Json" + suffix, IsTask: false, shape);
    }
}
