using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Values that become objects. Values in concatenated and interpolated strings do not: the compiler asks them for their text.</summary>
internal static class Boxing
{
    public static Allocated? Of(IConversionOperation conversion)
    {
        if (conversion is not { Type: { IsReferenceType: true, TypeKind: not TypeKind.Error } type, Operand.Type: { IsValueType: true, TypeKind: not TypeKind.Error } value }
            || conversion.ConstantValue is { HasValue: true, Value: null }
            || conversion.Language != LanguageNames.CSharp
            || !conversion.GetConversion().IsBoxing)
        {
            return null;
        }

        return IsText(conversion.Parent) || IsElided(conversion.Parent) ? null : new Allocated(conversion.Operand.Syntax.GetLocation(), Names.Of(type), Names.Of(value));
    }

    private static bool IsText(IOperation? parent) => parent switch
    {
        IInterpolationOperation => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } => true,
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } => true,
        IArgumentOperation { Parent: IInvocationOperation call } => StringBuilding.IsFormat(call.TargetMethod),
        IArrayInitializerOperation { Parent: IArrayCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } } } => StringBuilding.IsFormat(call.TargetMethod),
        _ => false,
    };

    // The JIT sees through these, and through a comparison with null.
    private static bool IsElided(IOperation? parent) => parent switch
    {
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } } =>
            method.Name is "HasFlag" or "ThrowIfNull" or "KeepAlive" && method.ContainingType.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
        IIsPatternOperation or IIsTypeOperation => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
        _ => false,
    };
}
