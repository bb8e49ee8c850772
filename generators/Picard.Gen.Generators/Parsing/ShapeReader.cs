using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Takes the text of a type apart into the expression that finds its JSON shape.</summary>
/// <param name="aliases">The aliases of the file: what each name stands for.</param>
/// <param name="typeParameters">The type parameters in scope, whose shapes are fields.</param>
internal sealed class ShapeReader(IReadOnlyDictionary<string, TypeSyntax> aliases, IReadOnlyCollection<string> typeParameters)
{
    // Limit: an alias cannot stand for itself, but text in an editor may say so.
    private const int MaxAliasDepth = 8;

    private static readonly string[] s_refStructs = ["Span", "ReadOnlySpan", "Utf8JsonReader", "TypedReference", "ArgIterator"];

    private readonly List<string> _names = [];
    private bool _isImpossible;
    private int _aliasDepth;

    public static ShapeText Read(TypeSyntax type, IReadOnlyDictionary<string, TypeSyntax> aliases, IReadOnlyCollection<string> typeParameters)
    {
        var reader = new ShapeReader(aliases, typeParameters);
        var shape = reader.ShapeOf(type);
        var text = new ShapeText(type.ToString(), shape, KeywordOf(type), reader._names, reader._isImpossible);
        return SimpleNameOf(type is NullableTypeSyntax nullable ? nullable.ElementType : type) is GenericNameSyntax generic && FrameworkNames.IsResult(NameOf(generic))
            ? text with { Kinds = generic.TypeArgumentList.Arguments.Select(a => Read(a, aliases, typeParameters)).ToList() }
            : text;
    }

    /// <summary>The type in <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c>, or the type itself.</summary>
    public static TypeSyntax ResultOf(TypeSyntax type, IReadOnlyDictionary<string, TypeSyntax> aliases)
    {
        var plain = type is IdentifierNameSyntax alias && aliases.TryGetValue(alias.Identifier.ValueText, out var target) ? target : type;
        return SimpleNameOf(plain) is GenericNameSyntax { Identifier.ValueText: "Task" or "ValueTask", TypeArgumentList.Arguments: { Count: 1 } arguments } ? arguments[0] : plain;
    }

    /// <summary>A simple name with the number of its type arguments, as metadata has it: <c>List`1</c>.</summary>
    public static string NameOf(SimpleNameSyntax name) => name is GenericNameSyntax generic
        ? $"{name.Identifier.ValueText}`{generic.TypeArgumentList.Arguments.Count}"
        : name.Identifier.ValueText;

    public static SimpleNameSyntax? SimpleNameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax simple => simple,
        QualifiedNameSyntax qualified => qualified.Right,
        AliasQualifiedNameSyntax aliased => aliased.Name,
        _ => null,
    };

    private string ShapeOf(TypeSyntax type)
    {
        switch (type)
        {
            case NullableTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword or (int)SyntaxKind.ObjectKeyword } keyword }:
                return ShapeOf(keyword);
            case NullableTypeSyntax { ElementType: IdentifierNameSyntax { Identifier.ValueText: "dynamic" } any }:
                return ShapeOf(any);
            case NullableTypeSyntax nullable:
                return $"{KnownNames.Shapes}.Optional({KnownNames.RankTop}, {OfText(nullable)}, {ShapeOf(nullable.ElementType)})";
            case ArrayTypeSyntax array when array.RankSpecifiers.All(static r => r.Rank == 1):
                var shape = ShapeOf(array.ElementType);
                foreach (var _ in array.RankSpecifiers)
                {
                    shape = $"{KnownNames.Shapes}.Array({shape})";
                }

                return shape;
            case RefTypeSyntax or PointerTypeSyntax or FunctionPointerTypeSyntax:
                _isImpossible = true;
                return "";
        }

        return SimpleNameOf(type) is { } name ? ShapeOfName(type, name) : $"{OfText(type)}.Shape()";
    }

    private string ShapeOfName(TypeSyntax type, SimpleNameSyntax name)
    {
        var plain = name.Identifier.ValueText;
        if (type is IdentifierNameSyntax && typeParameters.Contains(plain))
        {
            return TypeModel.ShapeOfParameter(plain);
        }

        if (type is IdentifierNameSyntax && aliases.TryGetValue(plain, out var target) && _aliasDepth++ < MaxAliasDepth)
        {
            return ShapeOf(target);
        }

        if (type is IdentifierNameSyntax && plain == "dynamic")
        {
            return $"default({KnownNames.Of}<object>).Shape()";
        }

        _isImpossible |= s_refStructs.Contains(plain);
        _names.Add(type is QualifiedNameSyntax qualified ? $"{qualified.Left}|{NameOf(name)}" : NameOf(name));
        var arguments = name is GenericNameSyntax generic ? string.Join(", ", generic.TypeArgumentList.Arguments.Select(ShapeOf)) : "";
        return $"{OfText(type)}.Shape({arguments})";
    }

    private static string OfText(TypeSyntax type) => $"default({KnownNames.Of}<{type}>)";

    private static string? KeywordOf(TypeSyntax type) => type switch
    {
        NullableTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword } } => "String",
        PredefinedTypeSyntax keyword => keyword.Keyword.Kind() switch
        {
            SyntaxKind.StringKeyword => "String",
            SyntaxKind.BoolKeyword => "Boolean",
            SyntaxKind.SByteKeyword => "SByte",
            SyntaxKind.ByteKeyword => "Byte",
            SyntaxKind.ShortKeyword => "Int16",
            SyntaxKind.UShortKeyword => "UInt16",
            SyntaxKind.IntKeyword => "Int32",
            SyntaxKind.UIntKeyword => "UInt32",
            SyntaxKind.LongKeyword => "Int64",
            SyntaxKind.ULongKeyword => "UInt64",
            SyntaxKind.FloatKeyword => "Single",
            SyntaxKind.DoubleKeyword => "Double",
            SyntaxKind.DecimalKeyword => "Decimal",
            _ => null,
        },
        _ => null,
    };
}
