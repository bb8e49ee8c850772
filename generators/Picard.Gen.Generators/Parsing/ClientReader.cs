using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads a declaration that may be part of a client or a pool.</summary>
internal static class ClientReader
{
    /// <summary>Reads an interface or class.</summary>
    /// <returns>Null if it is not partial, or has neither the attribute nor a member that matters to a client.</returns>
    public static ClientPartModel? Read(TypeDeclarationSyntax type, Surroundings at)
    {
        if (!type.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return null;
        }

        var isInterface = type is InterfaceDeclarationSyntax;
        AttributeSyntax? client = null;
        var isQualified = false;
        var settings = new SettingsReader();
        foreach (var (name, syntax, qualified) in at.Attributes.Read(type.AttributeLists))
        {
            settings.Take(name, syntax);
            if (name == KnownNames.Client)
            {
                client = syntax;
                isQualified = qualified;
            }
        }

        // Another part of an interface counts for all that it leaves open, a part of a class for its requests, and any for its attributes.
        var methods = ClientMethodReader.Read(type, at);
        var hindrance = isInterface ? HindranceOfInterface(type) : HindranceOfClass(type);
        var lines = FieldLinesOf(type.AttributeLists, at);
        if (client is null && methods.Count == 0 && (!isInterface || hindrance is null) && lines.Count == 0 && settings.ContentType is null && settings.Json is null)
        {
            return null;
        }

        return new ClientPartModel
        {
            FullName = at.FullNameOf(type.Identifier.Text),
            Keyword = PartReader.KeywordOf(type),
            Name = type.Identifier.Text,
            Scope = at.Scope,
            IsMarked = client is not null,
            IsImported = at.Attributes.IsImported || isQualified,
            IsUnsupported = !at.CanBeExtended || type.TypeParameterList is not null
                || type.Modifiers.Any(static m => m.Kind() is SyntaxKind.AbstractKeyword or SyntaxKind.StaticKeyword or SyntaxKind.FileKeyword),
            Whole = new ClientWholeModel(
                client is null ? null : AttributeReader.StringArgument(client),
                client is null ? null : PoolOf(client),
                lines,
                settings.ContentType,
                settings.Json,
                hindrance),
            Methods = methods,
        };
    }

    /// <summary>Reads a class that may be marked [Pool].</summary>
    public static PoolModel? ReadPool(TypeDeclarationSyntax type, Surroundings at)
    {
        if (!type.Modifiers.Any(SyntaxKind.PartialKeyword) || type.TypeParameterList is not null || !at.CanBeExtended
            || type.Modifiers.Any(static m => m.Kind() is SyntaxKind.AbstractKeyword or SyntaxKind.FileKeyword))
        {
            return null;
        }

        foreach (var (name, syntax, isQualified) in at.Attributes.Read(type.AttributeLists))
        {
            if (name == KnownNames.Pool)
            {
                var limits = (syntax.ArgumentList?.Arguments ?? default).Where(static a => a.NameEquals is not null).Select(static a => $"{a.NameEquals!.Name} = {a.Expression.NormalizeWhitespace()}");
                return new PoolModel(at.FullNameOf(type.Identifier.Text), PartReader.KeywordOf(type), type.Identifier.Text, at.Scope, string.Join(", ", limits),
                    at.Attributes.IsImported || isQualified, type.Modifiers.Any(SyntaxKind.StaticKeyword));
            }
        }

        return null;
    }

    /// <summary>The field lines that attributes name.</summary>
    public static List<FieldLineModel> FieldLinesOf(SyntaxList<AttributeListSyntax> lists, Surroundings at)
    {
        var lines = new List<FieldLineModel>();
        foreach (var (name, syntax, _) in at.Attributes.Read(lists))
        {
            if (name == KnownNames.FieldLine && syntax.ArgumentList?.Arguments is { Count: 2 } arguments)
            {
                // By name in any order.
                var isTurned = arguments[0].NameColon?.Name.Identifier.ValueText == "value";
                lines.Add(new FieldLineModel(arguments[isTurned ? 1 : 0].Expression.ToString(), arguments[isTurned ? 0 : 1].Expression.ToString()));
            }
        }

        return lines;
    }

    private static string? PoolOf(AttributeSyntax client) =>
        client.ArgumentList?.Arguments.FirstOrDefault(static a => a.NameEquals?.Name.Identifier.ValueText == KnownNames.Pool)?.Expression is TypeOfExpressionSyntax { Type: var type } ? type.ToString() : null;

    /// <summary>Emitted code implements the interface, so it must see all that there is to implement.</summary>
    private static string? HindranceOfInterface(TypeDeclarationSyntax type) =>
        type.BaseList is not null ? "inherits members that are no requests"
        : type.Members.Any(IsOpen) ? "has members that are no requests"
        : null;

    /// <summary>Whether a member is left open and is no method that a request could be sent for.</summary>
    private static bool IsOpen(MemberDeclarationSyntax member)
    {
        var isAbstract = member.Modifiers.Any(SyntaxKind.AbstractKeyword);
        return member.Modifiers.Any(SyntaxKind.StaticKeyword) ? isAbstract : member switch
        {
            PropertyDeclarationSyntax { ExpressionBody: not null } or IndexerDeclarationSyntax { ExpressionBody: not null } => false,
            BasePropertyDeclarationSyntax property => property.AccessorList?.Accessors.Any(static a => a is { Body: null, ExpressionBody: null }) ?? true,
            EventFieldDeclarationSyntax => true,
            _ => false,
        };
    }

    /// <summary>A constructor that goes on to the emitted one is fine beside it.</summary>
    private static string? HindranceOfClass(TypeDeclarationSyntax type) =>
        type.ParameterList is not null || type.Members.OfType<ConstructorDeclarationSyntax>()
            .Any(static c => !c.Modifiers.Any(SyntaxKind.StaticKeyword) && c.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) != true)
            ? "has a constructor of its own"
            : null;
}
