using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;

namespace Picard.Gen.Tasks;

/// <summary>
/// The names of types in metadata: with namespace, containing types and number of type parameters, as effect tables have them. References and modifiers are left out;
/// a type parameter is <c>!0</c> of a type and <c>!!0</c> of a method.
/// </summary>
internal sealed class TypeNames : ISignatureTypeProvider<string, object?>
{
    public static TypeNames Shared { get; } = new();

    public static string Of(MetadataReader reader, EntityHandle type) => type.Kind switch
    {
        _ when type.IsNil => "",
        HandleKind.TypeDefinition => Shared.GetTypeFromDefinition(reader, (TypeDefinitionHandle)type, 0),
        HandleKind.TypeReference => Shared.GetTypeFromReference(reader, (TypeReferenceHandle)type, 0),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)type).DecodeSignature(Shared, null),
        _ => "",
    };

    /// <summary>Without namespace, containing types and number of type parameters: <c>Byte[]</c>.</summary>
    public static string Short(string name)
    {
        var end = name.Length;
        while (end > 0 && name[end - 1] is '[' or ']' or '*')
        {
            end--;
        }

        var start = name.LastIndexOfAny(['.', '+'], Math.Max(end - 1, 0)) + 1;
        var arity = name.IndexOf('`', start);
        return name.Substring(start, (arity < 0 || arity > end ? end : arity) - start) + name.Substring(end);
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        // Limit: types that contain each other are not valid metadata, and must not end a build.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{GetTypeFromDefinition(reader, outer, 0)}+{name}" : Qualified(reader.GetString(type.Namespace), name);
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}+{name}"
            : Qualified(reader.GetString(type.Namespace), name);
    }

    public string GetTypeFromSpecification(MetadataReader reader, object? scope, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return reader.GetTypeSpecification(handle).DecodeSignature(this, scope);
    }

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[]";

    public string GetByReferenceType(string elementType) => elementType;

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    public string GetGenericTypeParameter(object? scope, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? scope, int index) => $"!!{index}";

    public string GetFunctionPointerType(MethodSignature<string> signature) => "";

    private static string Qualified(string scope, string name) => scope.Length == 0 ? name : $"{scope}.{name}";
}
