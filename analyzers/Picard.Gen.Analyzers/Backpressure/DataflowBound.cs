using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>The capacity of a dataflow block, by the options it is made with.</summary>
internal static class DataflowBound
{
    // Limit: a capacity beyond this is a number somebody wrote to be rid of the capacity.
    private const int LargestCapacity = 1 << 24;

    public static bool IsQueue(ITypeSymbol? type) =>
        type is { Name: "BufferBlock" or "ActionBlock" or "TransformBlock" or "TransformManyBlock" or "BatchBlock" } && Api.IsIn(type, "System.Threading.Tasks.Dataflow");

    public static QueueBound Of(BaseObjectCreationExpressionSyntax creation, SemanticModel model, CancellationToken cancellationToken)
    {
        var options = creation.ArgumentList?.Arguments.Select(argument => argument.Expression).FirstOrDefault(argument => IsOptions(model.GetTypeInfo(argument, cancellationToken).ConvertedType));
        if (options is null)
        {
            return QueueBound.Unbounded;
        }

        var origin = Origins.Of(options, model, cancellationToken);
        if (origin is BaseObjectCreationExpressionSyntax made)
        {
            return CapacityOf(made) is { } capacity
                ? IsBound(capacity, model, cancellationToken) ? QueueBound.Bounded : QueueBound.Unbounded
                : IsSetLater(options) ? QueueBound.Bounded : QueueBound.Unbounded;
        }

        return QueueBound.Unknown;
    }

    private static bool IsOptions(ITypeSymbol? type) => Api.Is(type, "DataflowBlockOptions", "System.Threading.Tasks.Dataflow");

    private static ExpressionSyntax? CapacityOf(BaseObjectCreationExpressionSyntax options) => options.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>()
        .FirstOrDefault(static assignment => assignment.Left is IdentifierNameSyntax { Identifier.ValueText: "BoundedCapacity" })?.Right;

    /// <summary>Whether options that were made before get a capacity by a statement.</summary>
    private static bool IsSetLater(ExpressionSyntax options) => Calls.LastName(options) is { } name
        && Calls.MemberOf(options).DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
            assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "BoundedCapacity" } member && Calls.LastName(member.Expression) == name);

    private static bool IsBound(ExpressionSyntax capacity, SemanticModel model, CancellationToken cancellationToken) =>
        capacity.SyntaxTree != model.SyntaxTree || model.GetConstantValue(capacity, cancellationToken) is not { HasValue: true, Value: int number } || number is > 0 and < LargestCapacity;
}
