using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads the properties and fields of a type that are members in JSON, and those that are said not to be.</summary>
internal sealed class MemberReader(Surroundings at, IReadOnlyCollection<string> typeParameters, bool isRecord, TypeForm form)
{
    /// <summary>Why the type's JSON is not ours to say; null: nothing hinders.</summary>
    public string? Hindrance { get; private set; }

    public List<JsonMemberModel> Read(TypeDeclarationSyntax type)
    {
        var members = new List<JsonMemberModel>();
        if (isRecord && type.ParameterList is { } positional)
        {
            var isReadOnly = form == TypeForm.Class || type.Modifiers.Any(SyntaxKind.ReadOnlyKeyword);
            members.AddRange(positional.Parameters.Where(static p => p.Type is not null).Select(p => Positional(p, isReadOnly ? JsonSetter.Init : JsonSetter.Set)));
        }

        foreach (var member in type.Members)
        {
            switch (member)
            {
                case PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: null } property when !property.Modifiers.Any(SyntaxKind.StaticKeyword):
                    Add(members, Property(property));
                    break;
                case FieldDeclarationSyntax field when !field.Modifiers.Any(SyntaxKind.StaticKeyword) && !field.Modifiers.Any(SyntaxKind.ConstKeyword):
                    foreach (var model in Fields(field))
                    {
                        Add(members, model);
                    }

                    break;
            }
        }

        return members;
    }

    private static void Add(List<JsonMemberModel> members, JsonMemberModel? member)
    {
        if (member is not null)
        {
            // A property that the user wrote stands for the parameter of the record, in its place.
            var positional = members.FindIndex(m => m.IsPositional && m.Name == member.Name);
            if (positional >= 0)
            {
                members.RemoveAt(positional);
            }

            members.Add(member);
        }
    }

    private JsonMemberModel Positional(ParameterSyntax parameter, JsonSetter setter)
    {
        var attributes = new JsonAttributes(parameter.AttributeLists, "property");
        Hindrance ??= attributes.Hindrance;
        return Member(parameter.Identifier, parameter.Type!, attributes, canGet: true, setter) with { IsPositional = true };
    }

    private JsonMemberModel? Property(PropertyDeclarationSyntax property)
    {
        var attributes = new JsonAttributes(property.AttributeLists, target: null);
        Hindrance ??= attributes.Hindrance ?? (attributes.IsIncluded && property.Modifiers.Any(SyntaxKind.PrivateKeyword) ? "it includes a private member" : null);
        var isPublic = form == TypeForm.Interface ? !property.Modifiers.Any(static m => m.Kind() is SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword) : IsPublic(property.Modifiers);
        if ((!isPublic && !attributes.IsIncluded) || attributes.IsGone || property.Type is RefTypeSyntax)
        {
            return null;
        }

        var getter = property.ExpressionBody is not null ? null : Accessor(property, SyntaxKind.GetAccessorDeclaration);
        var setter = Accessor(property, SyntaxKind.SetAccessorDeclaration) ?? Accessor(property, SyntaxKind.InitAccessorDeclaration);
        Hindrance ??= attributes.IsIncluded && setter is not null && setter.Modifiers.Any(SyntaxKind.PrivateKeyword) ? "it includes a private setter" : null;
        var canGet = property.ExpressionBody is not null || (getter is not null && IsReachable(getter.Modifiers, attributes));
        var canSet = setter is not null && IsReachable(setter.Modifiers, attributes);
        var isAuto = setter is { Body: null, ExpressionBody: null };
        var member = Member(
            property.Identifier, property.Type, attributes, canGet,
            !canSet ? JsonSetter.None : setter!.IsKind(SyntaxKind.InitAccessorDeclaration) ? JsonSetter.Init : JsonSetter.Set);
        return member with
        {
            IsRequired = property.Modifiers.Any(SyntaxKind.RequiredKeyword) || attributes.IsRequired,
            HasOwnValue = property.Initializer is not null || !isAuto,
            Place = property.AttributeLists.Count == 0 ? null : ParameterReader.PlaceOf(property.AttributeLists, at.Attributes),
        };
    }

    private IEnumerable<JsonMemberModel> Fields(FieldDeclarationSyntax field)
    {
        var attributes = new JsonAttributes(field.AttributeLists, target: null);
        Hindrance ??= attributes.Hindrance ?? (attributes.IsIncluded && !IsPublic(field.Modifiers) ? "it includes a field that is not public" : null);
        if (!attributes.IsIncluded || attributes.IsGone || !IsReachable(field.Modifiers, attributes) || !IsPublic(field.Modifiers))
        {
            return [];
        }

        var isReadOnly = field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword);
        return field.Declaration.Variables.Select(v => Member(v.Identifier, field.Declaration.Type, attributes, canGet: true, isReadOnly ? JsonSetter.None : JsonSetter.Set) with
        {
            IsRequired = field.Modifiers.Any(SyntaxKind.RequiredKeyword) || attributes.IsRequired,
            HasOwnValue = v.Initializer is not null,
            IsField = true,
        });
    }

    private JsonMemberModel Member(SyntaxToken identifier, TypeSyntax type, JsonAttributes attributes, bool canGet, JsonSetter setter)
    {
        var shape = ShapeReader.Read(type, at.Aliases, typeParameters);
        if (attributes.IsNamed)
        {
            // [JsonConverter(typeof(JsonStringEnumConverter))] on the member: the name instead of the number.
            var plain = type is NullableTypeSyntax nullable ? nullable.ElementType : type;
            var named = $"default({KnownNames.Of}<{plain}>).NamedShape()";
            shape = shape with { Shape = ReferenceEquals(plain, type) ? named : $"{KnownNames.Shapes}.Optional({KnownNames.RankTop}, default({KnownNames.Of}<{type}>), {named})" };
        }

        return new JsonMemberModel
        {
            Name = identifier.Text,
            JsonName = attributes.Name ?? CamelCase.Of(identifier.ValueText),
            Type = shape,
            CanGet = canGet,
            Setter = setter,
            IsRequired = attributes.IsRequired,
            Ignore = shape.IsImpossible ? JsonIgnore.Always : attributes.Ignore,
            Order = attributes.Order,
        };
    }

    private static AccessorDeclarationSyntax? Accessor(PropertyDeclarationSyntax property, SyntaxKind kind) => property.AccessorList?.Accessors.FirstOrDefault(a => a.IsKind(kind));

    /// <summary>Emitted code reaches what is public, and what is internal if [JsonInclude] asks for it.</summary>
    private static bool IsReachable(SyntaxTokenList accessor, JsonAttributes attributes) =>
        !accessor.Any(SyntaxKind.PrivateKeyword) && !accessor.Any(SyntaxKind.ProtectedKeyword) && (attributes.IsIncluded || !accessor.Any(SyntaxKind.InternalKeyword));

    private static bool IsPublic(SyntaxTokenList modifiers) => modifiers.Any(SyntaxKind.PublicKeyword);
}
