using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads a class declaration that may be part of a handler or an application.</summary>
internal static class PartReader
{
    /// <summary>Reads a class.</summary>
    /// <returns>Null if it is not partial, since nothing can be added to it then; the analyzers say so.</returns>
    public static PartModel? Read(TypeDeclarationSyntax type, Surroundings at)
    {
        if (!type.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return null;
        }

        var roles = at.Attributes.IsImported ? PartRoles.Imported : PartRoles.None;
        string? application = null;
        var settings = new SettingsReader();
        string? route = null;
        OpenApiModel? openApi = null;
        foreach (var (name, syntax, isQualified) in at.Attributes.Read(type.AttributeLists))
        {
            switch (name)
            {
                case KnownNames.Handler:
                    roles |= PartRoles.Handler | (isQualified ? PartRoles.Imported : PartRoles.None);
                    application = ApplicationOf(syntax);
                    route = AttributeReader.StringArgument(syntax);
                    break;
                case KnownNames.Application:
                    roles |= PartRoles.Application | (isQualified ? PartRoles.Imported : PartRoles.None);
                    break;
                case KnownNames.Middleware:
                    roles |= PartRoles.Middleware | (isQualified ? PartRoles.Imported : PartRoles.None);
                    break;
                case KnownNames.ResponseHandler:
                    roles |= PartRoles.ResponseHandler | (isQualified ? PartRoles.Imported : PartRoles.None);
                    break;
                case KnownNames.Proxy:
                    roles |= PartRoles.Proxy | (isQualified ? PartRoles.Imported : PartRoles.None);
                    break;
                case KnownNames.OpenApi:
                    openApi = OpenApiReader.Read(syntax);
                    break;
                default:
                    settings.Take(name, syntax);
                    break;
            }
        }

        return Declared(type, at) with
        {
            Roles = roles,
            Application = application,
            Route = route,
            Proxy = ProxyReader.Read(type, at.Attributes),
            Upstream = ProxyReader.ReadUpstream(type, at.Attributes),
            ContentType = settings.ContentType,
            MaxContent = settings.MaxContent,
            SlowConsumer = settings.SlowConsumer,
            IsOffloaded = settings.IsOffloaded,
            Json = settings.Json,
            OpenApi = openApi,
            Uses = UsesOf(type, at.Attributes),
            Mounts = MountsOf(type, at.Attributes),
        };
    }

    public static string KeywordOf(TypeDeclarationSyntax type) => type is RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: (int)SyntaxKind.StructKeyword }
        ? "record struct"
        : type.Keyword.ValueText;

    /// <summary>A nested type without a modifier is private.</summary>
    public static bool IsHidden(TypeDeclarationSyntax type, bool isNested) =>
        isNested && !type.Modifiers.Any(SyntaxKind.PublicKeyword) && !type.Modifiers.Any(SyntaxKind.InternalKeyword);

    /// <summary>What a class is without its attributes.</summary>
    private static PartModel Declared(TypeDeclarationSyntax type, Surroundings at) => new()
    {
        FullName = at.FullNameOf(type.Identifier.Text),
        Roles = PartRoles.None,
        Scope = at.Scope,
        Keyword = KeywordOf(type),
        Name = type.Identifier.Text,
        IsHidden = IsHidden(type, at.IsNested),
        IsUnsupported = IsUnsupported(type, at),
        Constructor = ConstructorOf(type, at.Attributes),
        Endpoints = EndpointReader.Read(type, at),
        Events = EventReader.Read(type, at),
        // It counts in every part of an event handler, and only one of them says that it is one.
        State = EventReader.StateOf(type),
        DeclaresDownstream = EventReader.Declares(type, KnownNames.Downstream),
        DeclaresGateway = EventReader.Declares(type, KnownNames.GatewayProperty),
        DeclaresUpstream = EventReader.Declares(type, KnownNames.Upstream),
        Provides = ProvidesOf(type, at.Attributes),
    };

    /// <summary>Whether a type may be a middleware or an application, as far as its text tells: a class that is not generic.</summary>
    private static bool IsClassName(string type) => type.IndexOfAny(['<', '(', '[', '?']) < 0 && SyntaxFacts.GetKeywordKind(type) == SyntaxKind.None;

    private static bool IsUnsupported(TypeDeclarationSyntax type, Surroundings at) => !at.CanBeExtended || type.TypeParameterList is not null
        || type.Modifiers.Any(static m => m.Kind() is SyntaxKind.AbstractKeyword or SyntaxKind.StaticKeyword or SyntaxKind.FileKeyword);

    /// <summary>The name of the application that an attribute names, or null.</summary>
    public static string? ApplicationOf(AttributeSyntax handler)
    {
        var argument = handler.ArgumentList?.Arguments.FirstOrDefault(static a => a.NameEquals?.Name.Identifier.ValueText == KnownNames.Application);
        return argument?.Expression is TypeOfExpressionSyntax { Type: var type }
            ? type switch
            {
                SimpleNameSyntax simple => simple.Identifier.ValueText,
                QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
                AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
                _ => type.ToString(),
            }
            : null;
    }

    private static ConstructorModel? ConstructorOf(TypeDeclarationSyntax type, AttributeReader attributes)
    {
        if (type.ParameterList is { } primary)
        {
            return new ConstructorModel(ParameterReader.Read(primary, attributes));
        }

        // Of several, the one that asks for the most: the others are there for tests.
        var constructor = type.Members.OfType<ConstructorDeclarationSyntax>()
            .Where(static c => !c.Modifiers.Any(SyntaxKind.StaticKeyword))
            .OrderByDescending(static c => c.ParameterList.Parameters.Count)
            .FirstOrDefault();
        return constructor is null ? null : new ConstructorModel(ParameterReader.Read(constructor.ParameterList, attributes));
    }

    private static List<UseModel> UsesOf(TypeDeclarationSyntax type, AttributeReader attributes)
    {
        var uses = new List<UseModel>();
        foreach (var (name, syntax, _) in attributes.Read(type.AttributeLists))
        {
            if (name == KnownNames.Use && AttributeReader.TypeArgument(syntax) is { } used && IsClassName(used))
            {
                uses.Add(new UseModel(used));
            }
        }

        return uses;
    }

    private static List<MountModel> MountsOf(TypeDeclarationSyntax type, AttributeReader attributes)
    {
        var mounts = new List<MountModel>();
        foreach (var (name, syntax, _) in attributes.Read(type.AttributeLists))
        {
            if (name == KnownNames.Mount && AttributeReader.TypeArgument(syntax) is { } mounted && IsClassName(mounted) && MountPrefix.TryRead(AttributeReader.StringArgument(syntax), out var prefix))
            {
                mounts.Add(new MountModel(mounted, prefix));
            }
        }

        return mounts;
    }

    private static List<string> ProvidesOf(TypeDeclarationSyntax type, AttributeReader attributes)
    {
        var members = new List<string>();
        foreach (var member in type.Members)
        {
            if (member.AttributeLists.Count == 0 || !attributes.Read(member.AttributeLists).Any(static a => a.Name == KnownNames.Provides))
            {
                continue;
            }

            switch (member)
            {
                case FieldDeclarationSyntax field:
                    members.AddRange(field.Declaration.Variables.Select(static v => v.Identifier.Text));
                    break;
                case PropertyDeclarationSyntax property:
                    members.Add(property.Identifier.Text);
                    break;
            }
        }

        return members;
    }
}
