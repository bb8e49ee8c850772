using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads what makes a class an event handler: its events, and the state of an exchange.</summary>
internal static class EventReader
{
    /// <summary>Reads the events of a class.</summary>
    public static List<EventModel> Read(TypeDeclarationSyntax type, Surroundings at)
    {
        var events = new List<EventModel>();
        foreach (var member in type.Members)
        {
            if (member is not MethodDeclarationSyntax { AttributeLists.Count: > 0, TypeParameterList: null } method)
            {
                continue;
            }

            var attributes = at.Attributes.Read(method.AttributeLists).Select(static a => a.Name).ToList();
            foreach (var kind in attributes.Select(KnownNames.EventOf).OfType<EventKind>().Where(k => IsSupported(k, method)))
            {
                events.Add(new EventModel(
                    kind,
                    method.Identifier.Text,
                    method.Modifiers.Any(SyntaxKind.StaticKeyword),
                    method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword },
                    attributes.Contains(KnownNames.Obsolete),
                    ParameterReader.Read(method.ParameterList, at))
                {
                    IsOffloaded = attributes.Contains(KnownNames.Offload),
                });
            }
        }

        return events;
    }

    /// <summary>The fields that may be assigned, and the properties that may be set: they belong to an exchange.</summary>
    public static List<string> StateOf(TypeDeclarationSyntax type)
    {
        var state = new List<string>();
        foreach (var member in type.Members)
        {
            switch (member)
            {
                case FieldDeclarationSyntax field when !field.Modifiers.Any(static m => m.Kind() is SyntaxKind.ReadOnlyKeyword or SyntaxKind.StaticKeyword or SyntaxKind.ConstKeyword):
                    state.AddRange(field.Declaration.Variables.Select(static v => v.Identifier.Text));
                    break;
                case EventFieldDeclarationSyntax field when !field.Modifiers.Any(SyntaxKind.StaticKeyword):
                    state.AddRange(field.Declaration.Variables.Select(static v => v.Identifier.Text));
                    break;
                case PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: null } property when !property.Modifiers.Any(SyntaxKind.StaticKeyword) && IsAssignable(property):
                    state.Add(property.Identifier.Text);
                    break;
            }
        }

        return state;
    }

    /// <summary>Whether a class has a member of a name.</summary>
    public static bool Declares(TypeDeclarationSyntax type, string name) =>
        type.Members.Any(m => m switch
        {
            PropertyDeclarationSyntax property => property.Identifier.ValueText == name,
            MethodDeclarationSyntax method => method.Identifier.ValueText == name,
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Any(v => v.Identifier.ValueText == name),
            BaseTypeDeclarationSyntax nested => nested.Identifier.ValueText == name,
            _ => false,
        }) || type.ParameterList?.Parameters.Any(p => p.Identifier.ValueText == name) == true;

    /// <summary>Whether a call may compile, as far as the text tells: an event brings no numbers, and none is asked for. The analyzers say the rest.</summary>
    private static bool IsSupported(EventKind kind, MethodDeclarationSyntax method)
    {
        if (method.ExplicitInterfaceSpecifier is not null || method.Modifiers.Any(SyntaxKind.AbstractKeyword) || !ParameterReader.AreSupported(method.ParameterList))
        {
            return false;
        }

        var parameters = method.ParameterList.Parameters;
        return kind switch
        {
            EventKind.Fault => method.ReturnType is NameSyntax or NullableTypeSyntax { ElementType: NameSyntax } && parameters.Count > 0 && AreNames(parameters),
            EventKind.Request => IsNameOrVoid(method.ReturnType),
            _ => IsNameOrVoid(method.ReturnType) && AreNames(parameters),
        };

        static bool IsNameOrVoid(TypeSyntax type) => type is NameSyntax or PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        static bool AreNames(SeparatedSyntaxList<ParameterSyntax> parameters) => parameters.All(static p => p.Type is NameSyntax);
    }

    private static bool IsAssignable(PropertyDeclarationSyntax property) =>
        property.AccessorList?.Accessors.Any(static a => a.IsKind(SyntaxKind.SetAccessorDeclaration)) == true;
}
