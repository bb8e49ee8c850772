using Microsoft.CodeAnalysis;

namespace Picard.Gen.Generators;

/// <summary>Reads a type of a reference into the same model that a declaration is read into, with every name in full.</summary>
/// <param name="mentioned">Told of each type that a member has.</param>
internal sealed class SymbolReader(Action<ITypeSymbol> mentioned)
{
    private static readonly SymbolDisplayFormat s_full = SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static TypeModel Name(INamedTypeSymbol type) => new()
    {
        Scope = new ScopeModel(default, type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(), default, default),
        Name = type.Name,
        Form = type.TypeKind switch
        {
            TypeKind.Enum => TypeForm.Enum,
            TypeKind.Struct => TypeForm.Struct,
            TypeKind.Interface => TypeForm.Interface,
            _ => TypeForm.Class,
        },
        TypeParameters = type.TypeParameters.Select(static p => p.Name).ToList(),
    };

    public TypeModel Read(INamedTypeSymbol type)
    {
        var attributes = new SymbolAttributes(type);
        return Name(type) with
        {
            IsRecord = type.IsRecord,
            IsAbstract = type.IsAbstract,
            Constraints = string.Join(" ", type.TypeParameters.Select(ConstraintOf).Where(static c => c.Length > 0)),
            Hindrance = attributes.Hindrance,
            Members = type.TypeKind == TypeKind.Enum ? [] : MembersOf(type),
            Constructors = type.TypeKind == TypeKind.Enum ? [] : ConstructorsOf(type),
            EnumMembers = type.TypeKind == TypeKind.Enum ? EnumMembersOf(type) : [],
            IsFlags = attributes.IsFlags,
            IsNamed = attributes.IsNamed,
            RefusesUnknown = attributes.RefusesUnknown,
            IsObsolete = attributes.IsObsolete || type.GetMembers().Any(static m => new SymbolAttributes(m).IsObsolete),
        };
    }

    private static string ConstraintOf(ITypeParameterSymbol parameter)
    {
        var constraint = parameter.HasUnmanagedTypeConstraint ? "unmanaged" : parameter.HasValueTypeConstraint ? "struct" : parameter.HasReferenceTypeConstraint ? "class"
            : parameter.HasNotNullConstraint ? "notnull" : "";
        var creation = parameter.HasConstructorConstraint && constraint is not ("struct" or "unmanaged") ? constraint.Length == 0 ? "new()" : ", new()" : "";
        return constraint.Length + creation.Length == 0 ? "" : $"where {parameter.Name} : {constraint}{creation}";
    }

    private static List<EnumMemberModel> EnumMembersOf(INamedTypeSymbol type) =>
    [
        .. type.GetMembers().OfType<IFieldSymbol>().Where(static f => f.HasConstantValue).Select(static f => new EnumMemberModel(
            f.Name, new SymbolAttributes(f).EnumMemberName ?? f.Name, ((IFormattable)f.ConstantValue!).ToString(null, System.Globalization.CultureInfo.InvariantCulture))),
    ];

    /// <summary>The members of the type, then of its base types.</summary>
    private List<JsonMemberModel> MembersOf(INamedTypeSymbol type)
    {
        var members = new List<JsonMemberModel>();
        var levels = type.TypeKind == TypeKind.Interface ? [type, .. type.AllInterfaces] : BasesOf(type).ToList();
        foreach (var symbol in levels.SelectMany(static l => l.GetMembers()))
        {
            if (symbol is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false } or IPropertySymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public }
                && !members.Any(m => m.Name == symbol.Name)
                && MemberOf(symbol) is { } member)
            {
                members.Add(member);
            }
        }

        return members;
    }

    private static IEnumerable<INamedTypeSymbol> BasesOf(INamedTypeSymbol type)
    {
        for (var level = type; level is not null && level.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); level = level.BaseType)
        {
            yield return level;
        }
    }

    private JsonMemberModel? MemberOf(ISymbol symbol)
    {
        var attributes = new SymbolAttributes(symbol);
        var (type, canGet, setter, isRequired) = symbol switch
        {
            IPropertySymbol { IsIndexer: false } property => (
                property.Type,
                property.GetMethod is { DeclaredAccessibility: Accessibility.Public },
                property.SetMethod is not { DeclaredAccessibility: Accessibility.Public } set ? JsonSetter.None : set.IsInitOnly ? JsonSetter.Init : JsonSetter.Set,
                property.IsRequired),
            IFieldSymbol field when attributes.IsIncluded => (field.Type, true, field.IsReadOnly ? JsonSetter.None : JsonSetter.Set, field.IsRequired),
            _ => (null, false, JsonSetter.None, false),
        };
        if (type is null || attributes.IsGone)
        {
            return null;
        }

        var shape = ShapeOf(type);
        return new JsonMemberModel
        {
            Name = symbol.Name,
            JsonName = attributes.Name ?? CamelCase.Of(symbol.Name),
            Type = shape,
            CanGet = canGet,
            Setter = setter,
            IsRequired = isRequired || attributes.IsRequired,

            // Metadata has no initializers, so any member may have one. A positional member's value comes from the constructor.
            HasOwnValue = true,
            Ignore = shape.IsImpossible ? JsonIgnore.Always : attributes.Ignore,
            Order = attributes.Order,
            IsField = symbol is IFieldSymbol,
        };
    }

    private static List<JsonConstructorModel> ConstructorsOf(INamedTypeSymbol type) =>
    [
        .. type.InstanceConstructors.Where(c => !c.IsImplicitlyDeclared && !(type.IsRecord && c.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(c.Parameters[0].Type, type)))
            .Select(c => new JsonConstructorModel(
                c.Parameters.Select(ParameterOf).ToList(),
                new SymbolAttributes(c).IsChosenConstructor,
                c.DeclaredAccessibility == Accessibility.Public,
                IsPrimary: type.IsRecord && type.IsValueType)),
    ];

    private static JsonParameterModel ParameterOf(IParameterSymbol parameter)
    {
        var text = !parameter.HasExplicitDefaultValue ? null : parameter.ExplicitDefaultValue switch
        {
            null => "default!",
            string value => Literal.Of(value),
            bool value => value ? "true" : "false",
            char or float or double or decimal => null,
            IFormattable value when parameter.Type.TypeKind == TypeKind.Enum => $"({parameter.Type.ToDisplayString(s_full)})({value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)})",
            IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };
        return new JsonParameterModel(parameter.Name, parameter.Type.ToDisplayString(s_full), text, IsConstant: text is not null || !parameter.HasExplicitDefaultValue);
    }

    private ShapeText ShapeOf(ITypeSymbol type)
    {
        var keyword = type.SpecialType switch
        {
            SpecialType.System_String => "String",
            SpecialType.System_Boolean => "Boolean",
            SpecialType.System_SByte => "SByte",
            SpecialType.System_Byte => "Byte",
            SpecialType.System_Int16 => "Int16",
            SpecialType.System_UInt16 => "UInt16",
            SpecialType.System_Int32 => "Int32",
            SpecialType.System_UInt32 => "UInt32",
            SpecialType.System_Int64 => "Int64",
            SpecialType.System_UInt64 => "UInt64",
            SpecialType.System_Single => "Single",
            SpecialType.System_Double => "Double",
            SpecialType.System_Decimal => "Decimal",
            _ => null,
        };
        var isImpossible = type.IsRefLikeType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer;
        return new ShapeText(type.ToDisplayString(s_full), isImpossible ? "" : ExpressionOf(type), keyword, default, isImpossible);
    }

    private string ExpressionOf(ITypeSymbol type)
    {
        var of = $"default({KnownNames.Of}<{type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(s_full)}>)";
        switch (type)
        {
            case ITypeParameterSymbol parameter:
                return TypeModel.ShapeOfParameter(parameter.Name);
            case IArrayTypeSymbol { IsSZArray: true } array:
                return $"{KnownNames.Shapes}.Array({ExpressionOf(array.ElementType)})";
            case INamedTypeSymbol named:
                mentioned(named);
                return $"{of}.Shape({string.Join(", ", named.TypeArguments.Select(ExpressionOf))})";
            default:
                return $"{of}.Shape()";
        }
    }
}
