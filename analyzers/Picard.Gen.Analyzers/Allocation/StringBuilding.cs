using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Strings that are put together. Where an interpolation is no string but goes into a handler of its receiver, nothing is built.</summary>
internal static class StringBuilding
{
    public static Allocated? Of(IOperation operation)
    {
        if (operation.ConstantValue.HasValue)
        {
            return null;
        }

        return operation switch
        {
            IInterpolatedStringOperation text when IsString(text) && !IsPartOfText(text) => new Allocated(text.Syntax.GetLocation(), "interpolation"),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum when IsString(sum) && !IsPartOfText(sum) => new Allocated(OperatorOf(sum), "concatenation"),
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } sum when IsString(sum) => new Allocated(OperatorOf(sum), "concatenation"),
            IObjectCreationOperation { Type: { } type } creation when NameOf(type) is { } name => new Allocated(creation.Syntax.GetLocation(), $"'new {name}'"),
            IInvocationOperation call when IsFormat(call.TargetMethod) => new Allocated(NameIn(call.Syntax), $"'string.{call.TargetMethod.Name}'"),
            _ => null,
        };
    }

    /// <summary>Whether a method puts a string together from its arguments.</summary>
    public static bool IsFormat(IMethodSymbol method) =>
        method is { ContainingType.SpecialType: SpecialType.System_String, Name: "Format" or "Concat" or "Join" };

    /// <summary>Where the name of a called method is written.</summary>
    public static Location NameIn(SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name.GetLocation(),
        InvocationExpressionSyntax invocation => invocation.Expression.GetLocation(),
        _ => call.GetLocation(),
    };

    private static bool IsString(IOperation operation) => operation.Type?.SpecialType == SpecialType.System_String;

    private static string? NameOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => "string",
        { Name: "StringBuilder", ContainingNamespace: { Name: "Text", ContainingNamespace.Name: "System" } } => "StringBuilder",
        _ => null,
    };

    // One report for one text: the outermost operation, whose parts the compiler joins with it.
    private static bool IsPartOfText(IOperation operation) => operation.Parent switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => IsString(sum),
        IConversionOperation { Parent: IInterpolationOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } } => true,
        IInterpolationOperation or IInterpolatedStringHandlerCreationOperation or IInterpolatedStringAdditionOperation => true,
        IParenthesizedOperation outer => IsPartOfText(outer),
        _ => false,
    };

    private static Location OperatorOf(IOperation operation) => operation.Syntax switch
    {
        BinaryExpressionSyntax binary => binary.OperatorToken.GetLocation(),
        AssignmentExpressionSyntax assignment => assignment.OperatorToken.GetLocation(),
        var other => other.GetLocation(),
    };
}
