using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>What a condition says of tasks when it holds, and when it does not.</summary>
internal static class TaskConditions
{
    private static readonly HashSet<string> s_states = new(StringComparer.Ordinal)
    {
        "IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled", "CompletedSynchronously",
    };

    /// <summary>The facts of a branch, added to those before it.</summary>
    public static TaskFacts When(bool holds, IOperation condition, TaskFacts before) => When(holds, condition, before, 0);

    private static TaskFacts When(bool holds, IOperation condition, TaskFacts before, int depth)
    {
        // Limit: conditions in variables, in variables.
        if (depth > 8)
        {
            return before;
        }

        switch (Written(condition, before))
        {
            case IConditionalAccessOperation access when holds:
                return When(true, access.WhenNotNull, before, depth);

            case ICoalesceOperation { WhenNull.ConstantValue: { HasValue: true, Value: false } } coalesce when holds:
                return When(true, coalesce.Value, before, depth);

            case IInvocationOperation { TargetMethod.Name: "GetValueOrDefault", Instance: { } value } when holds:
                return When(true, value, before, depth);

            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return When(!holds, not.Operand, before, depth);

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } both when holds:
                return When(true, both.RightOperand, When(true, both.LeftOperand, before, depth), depth);

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } either when !holds:
                return When(false, either.RightOperand, When(false, either.LeftOperand, before, depth), depth);

            case IBinaryOperation binary:
                return Compared(holds, binary, before, depth);

            case IPropertyReferenceOperation { Property.Name: var name, Instance: { } task } when holds && s_states.Contains(name):
                return before.With(Places.KeyOf(Written(task, before)));

            case IInvocationOperation { TargetMethod: { Name: "Wait", ContainingType.Name: "Task" }, Instance: { } task } when holds:
                return before.With(Places.KeyOf(task));

            case IInvocationOperation { TargetMethod: { Name: "WaitAll", ContainingType.Name: "Task" }, Arguments: [var tasks, ..] } when holds:
                return TaskTransfer.Completed(tasks.Value, before);

            case IInvocationOperation { TargetMethod: { Name: "All", ContainingType.Name: "Enumerable" }, Arguments: [var source, var predicate] } when holds && IsStateOfParameter(predicate.Value):
                return before.WithAllOf(Places.KeyOf(source.Value));

            case IIsPatternOperation { Value: var value, Pattern: var pattern }:
                return Matched(holds, value, pattern, before);

            // var isDone = task.IsCompleted; … if (isDone)
            case ILocalReferenceOperation { Local: { Type.SpecialType: SpecialType.System_Boolean } } local when Writes.Of(before.Member, local.Local) is [{ } only]:
                return When(holds, only, before, depth + 1);

            default:
                return before;
        }
    }

    /// <summary>A condition as it is written: a graph takes <c>?.</c> and <c>??</c> apart, and holds a capture in their place.</summary>
    private static IOperation Written(IOperation condition, TaskFacts facts)
    {
        var value = Unconverted.Of(condition);
        return value is IFlowCaptureReferenceOperation { Syntax: ConditionalAccessExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or { Parent: ConditionalAccessExpressionSyntax } }
            && facts.Member.SemanticModel?.GetOperation(value.Syntax) is { } written
            ? Unconverted.Of(written)
            : value;
    }

    private static TaskFacts Compared(bool holds, IBinaryOperation binary, TaskFacts before, int depth)
    {
        var (left, right) = (binary.LeftOperand, binary.RightOperand);
        if (Unconverted.Of(right).ConstantValue is { HasValue: true, Value: bool constant })
        {
            return binary.OperatorKind switch
            {
                BinaryOperatorKind.Equals => When(holds == constant, left, before, depth),
                BinaryOperatorKind.NotEquals => When(holds != constant, left, before, depth),
                _ => before,
            };
        }

        if (TaskOfStatus(left, before) is { } task && right.ConstantValue is { HasValue: true, Value: int status })
        {
            var says = binary.OperatorKind switch
            {
                BinaryOperatorKind.Equals => holds && IsFinal(status),
                BinaryOperatorKind.NotEquals => !holds && IsFinal(status),
                BinaryOperatorKind.GreaterThanOrEqual => holds && IsFinal(status),
                BinaryOperatorKind.LessThan => !holds && IsFinal(status),
                _ => false,
            };
            return says ? before.With(task) : before;
        }

        // if (await Task.WhenAny(task, timeout) == task): the same as one that is complete.
        var isSame = binary.OperatorKind == (holds ? BinaryOperatorKind.Equals : BinaryOperatorKind.NotEquals);
        return !isSame ? before : before.IsComplete(left) ? before.With(Places.KeyOf(right)) : before.IsComplete(right) ? before.With(Places.KeyOf(left)) : before;
    }

    private static TaskFacts Matched(bool holds, IOperation value, IPatternOperation pattern, TaskFacts before)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return Matched(!holds, value, negated.Pattern, before);

            case IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool constant } }:
                return When(holds == constant, value, before);

            case IRecursivePatternOperation { PropertySubpatterns: var properties } when holds:
                return properties.Any(SaysComplete) ? before.With(Places.KeyOf(value)) : before;

            default:
                return holds && TaskOfStatus(value, before) is { } task && IsFinal(pattern) ? before.With(task) : before;
        }
    }

    private static bool SaysComplete(IPropertySubpatternOperation property) => property.Member is IPropertyReferenceOperation { Property.Name: var name } && (
        (s_states.Contains(name) && property.Pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: true } })
        || (name == "Status" && IsFinal(property.Pattern)));

    private static bool IsFinal(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: int status } } => IsFinal(status),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => IsFinal(either.LeftPattern) && IsFinal(either.RightPattern),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => IsFinal(both.LeftPattern) || IsFinal(both.RightPattern),
        _ => false,
    };

    /// <summary>TaskStatus: RanToCompletion, Canceled and Faulted are the last three.</summary>
    private static bool IsFinal(int status) => status >= (int)TaskStatus.RanToCompletion;

    /// <summary>The place of the task whose status a value is, directly or captured for a <c>switch</c>.</summary>
    private static string? TaskOfStatus(IOperation value, TaskFacts facts)
    {
        const string Status = ".Status";
        return facts.Captured(Places.KeyOf(value)) is { } key && key.EndsWith(Status, StringComparison.Ordinal) ? key.Substring(0, key.Length - Status.Length) : null;
    }

    // The lambda is opaque in a graph, so its text is looked at: t => t.IsCompleted.
    private static bool IsStateOfParameter(IOperation predicate) => predicate.Syntax is SimpleLambdaExpressionSyntax
    {
        Parameter.Identifier.ValueText: var parameter, ExpressionBody: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax identifier, Name.Identifier.ValueText: var state }
    } && identifier.Identifier.ValueText == parameter && s_states.Contains(state);
}
