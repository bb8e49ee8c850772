using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads a declaration that may be part of a client or a pool.</summary>
internal static class ClientReader
{
    /// <summary>Reads an interface or class.</summary>
    /// <returns>Null if it is not partial, or has neither the attribute nor a method that is a request.</returns>
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

        var methods = ClientMethodReader.Read(type, at);
        if (client is null && !methods.Any(static m => m.Pattern is not null))
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
                FieldLinesOf(type.AttributeLists, at),
                settings.ContentType,
                settings.Json,
                isInterface ? HindranceOfInterface(type) : HindranceOfClass(type)),
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
                lines.Add(new FieldLineModel(arguments[0].Expression.ToString(), arguments[1].Expression.ToString()));
            }
        }

        return lines;
    }

    private static string? PoolOf(AttributeSyntax client) =>
        client.ArgumentList?.Arguments.FirstOrDefault(static a => a.NameEquals?.Name.Identifier.ValueText == KnownNames.Pool)?.Expression is TypeOfExpressionSyntax { Type: var type } ? type.ToString() : null;

    /// <summary>Emitted code implements the interface, so it must see all that there is to implement.</summary>
    private static string? HindranceOfInterface(TypeDeclarationSyntax type) =>
        type.BaseList is not null ? "inherits members that are no requests"
        : type.Members.Any(static m => m switch
        {
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AbstractKeyword) && method.Modifiers.Any(SyntaxKind.StaticKeyword),
            PropertyDeclarationSyntax { ExpressionBody: null } property => property.AccessorList?.Accessors.Any(static a => a is { Body: null, ExpressionBody: null }) ?? true,
            BasePropertyDeclarationSyntax or EventFieldDeclarationSyntax => true,
            _ => false,
        }) ? "has members that are no requests"
        : null;

    private static string? HindranceOfClass(TypeDeclarationSyntax type) =>
        type.ParameterList is not null || type.Members.Any(static m => m is ConstructorDeclarationSyntax constructor && !constructor.Modifiers.Any(SyntaxKind.StaticKeyword))
            ? "has a constructor of its own"
            : null;
}
