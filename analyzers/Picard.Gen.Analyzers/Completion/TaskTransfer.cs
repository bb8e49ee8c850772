using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>What is known of tasks after an operation, given what was known before it.</summary>
internal static class TaskTransfer
{
    // Of the enumerator of a collection in which every task is complete.
    private const string Enumerated = ".enumerated";

    private static readonly HashSet<string> s_growing = new(StringComparer.Ordinal) { "Add", "AddRange", "Insert", "InsertRange", "Push", "Enqueue", "TryAdd", "AddOrUpdate", "GetOrAdd", "Append" };

    /// <summary>Applies a whole operation: its parts in the order in which they are evaluated, then itself.</summary>
    /// <param name="until">Where to stop: the syntax of a call whose facts are asked for; <paramref name="isReached"/> says that it was met.</param>
    public static TaskFacts Apply(IOperation operation, TaskFacts facts, SyntaxNode? until, out bool isReached)
    {
        isReached = false;
        if (operation is IFlowAnonymousFunctionOperation)
        {
            isReached = until is not null && operation.Syntax.Span.Contains(until.Span);
            return facts;
        }

        foreach (var child in operation.ChildOperations)
        {
            facts = Apply(child, facts, until, out isReached);
            if (isReached)
            {
                return facts;
            }
        }

        if (until is not null && operation.Syntax == until && !operation.IsImplicit)
        {
            isReached = true;
            return facts;
        }

        return After(operation, facts);
    }

    /// <summary>All tasks of an argument of <c>WhenAll</c>, which may be a task, an array that is written there, or a collection.</summary>
    public static TaskFacts Completed(IOperation tasks, TaskFacts facts)
    {
        var value = Unconverted.Of(tasks);
        switch (value)
        {
            case IArrayCreationOperation { Initializer.ElementValues: var elements }:
                return elements.Aggregate(facts, static (known, element) => Completed(element, known));

            case ICollectionExpressionOperation { Elements: var elements }:
                return elements.Aggregate(facts, static (known, element) => Completed(element, known));

            case ISpreadOperation { Operand: var operand }:
                return Completed(operand, facts);
        }

        if (Places.KeyOf(value) is not { } key)
        {
            return facts;
        }

        var isTask = value.Type is { Name: "Task" or "ValueTask" } || value.Type?.BaseType?.Name == "Task";
        return isTask ? facts.With(key) : IsEvaluatedAgain(value, facts) ? facts : facts.WithAllOf(key);
    }

    private static TaskFacts After(IOperation operation, TaskFacts facts)
    {
        switch (operation)
        {
            case IAwaitOperation { Operation: var awaited }:
                return AfterWait(awaited, facts);

            case ISimpleAssignmentOperation assignment:
                return AfterWrite(Places.KeyOf(assignment.Target), assignment.Value, facts);

            case IFlowCaptureOperation capture:
                var captured = Places.Key(capture.Id);
                facts = AfterWrite(captured, capture.Value, facts);
                return Places.KeyOf(capture.Value) is { } taken ? facts.WithCapture(captured, taken) : facts;

            case IIncrementOrDecrementOperation { Target: var target }:
                return facts.Without(Places.KeyOf(target));

            case ICompoundAssignmentOperation { Target: var target }:
                return facts.Without(Places.KeyOf(target));

            case IDeconstructionAssignmentOperation { Target: var target }:
                return target.DescendantsAndSelf().Aggregate(facts, static (known, part) => known.Without(part is ITupleOperation ? null : Places.KeyOf(part)));

            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: var value }:
                return facts.Without(Places.KeyOf(value));

            case IPropertyReferenceOperation { Property: { Name: "Result", ContainingType.Name: "Task" or "ValueTask" }, Instance: { } task }:
                return facts.With(Places.KeyOf(task));

            case IInvocationOperation invocation:
                return AfterCall(invocation, facts);

            default:
                return facts;
        }
    }

    private static TaskFacts AfterWrite(string? place, IOperation value, TaskFacts facts)
    {
        if (place is null)
        {
            return facts;
        }

        var (isComplete, allAre) = (facts.IsComplete(value), facts.AllOfAreComplete(value));
        var isOfEnumerator = Unconverted.Of(value) is IInvocationOperation { TargetMethod.Name: "GetEnumerator", Instance: { } collection } && facts.AllOfAreComplete(collection);
        facts = facts.Without(place);
        if (isOfEnumerator)
        {
            return facts.With(place + Enumerated);
        }

        return allAre ? facts.WithAllOf(place) : isComplete || IsCurrentOfComplete(value, facts) ? facts.With(place) : facts;
    }

    private static TaskFacts AfterCall(IInvocationOperation invocation, TaskFacts facts)
    {
        var (name, type) = (invocation.TargetMethod.Name, invocation.TargetMethod.ContainingType?.Name);
        switch (name)
        {
            // Whoever waited once waits no more: one report is enough.
            case "GetResult" when invocation.Instance is { } awaiter:
                return AfterWait(awaiter, facts);

            case "Wait" when type == "Task" && invocation.Arguments.IsEmpty && invocation.Instance is { } task:
                return AfterWait(task, facts);

            case "WaitAll" when type == "Task" && invocation.Arguments.Length == 1:
                return Completed(invocation.Arguments[0].Value, facts);

            case "SetResult" or "SetException" or "SetCanceled" or "TrySetResult" or "TrySetException" or "TrySetCanceled" or "SetFromTask" when type == "TaskCompletionSource":
                return Places.KeyOf(invocation.Instance) is { } source ? facts.With($"{source}.Task") : facts;

            // What the code asserts is what its author knows.
            case "Assert" when type is "Debug" or "Trace" or "Contract" && invocation.Arguments.Length > 0:
                return TaskConditions.When(true, invocation.Arguments[0].Value, facts);

            default:
                return s_growing.Contains(name) ? facts.Without(Places.KeyOf(invocation.Instance)) : facts;
        }
    }

    /// <summary>After a wait, with <c>await</c> or without: what was waited for is complete.</summary>
    private static TaskFacts AfterWait(IOperation awaited, TaskFacts facts)
    {
        var task = Places.TaskOf(awaited);
        return task is IInvocationOperation { TargetMethod: { Name: "WhenAll", ContainingType.Name: "Task" } } all
            ? all.Arguments.Aggregate(facts, static (known, argument) => Completed(argument.Value, known))
            : task is IInvocationOperation { TargetMethod.Name: "WhenAny" } ? facts
            : facts.With(Places.KeyOf(task)).And(OfWhenAll(task, facts));
    }

    /// <summary>Of a variable that holds <c>Task.WhenAll(…)</c>: what it was made of.</summary>
    private static TaskFacts OfWhenAll(IOperation task, TaskFacts facts) =>
        task is ILocalReferenceOperation local && Writes.Of(facts.Member, local.Local) is [IInvocationOperation { TargetMethod: { Name: "WhenAll", ContainingType.Name: "Task" } } all]
            ? all.Arguments.Aggregate(facts, static (known, argument) => Completed(argument.Value, known))
            : facts;

    /// <summary>The variable of a <c>foreach</c>: the current element of an enumerator of a collection in which all are complete.</summary>
    private static bool IsCurrentOfComplete(IOperation value, TaskFacts facts) =>
        Unconverted.Of(value) is IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator }
        && Places.KeyOf(enumerator) is { } key && facts.IsComplete(key + Enumerated);

    /// <summary>Whether a sequence is made anew whenever it is looked at, and with it its tasks: <c>ids.Select(GetAsync)</c>.</summary>
    private static bool IsEvaluatedAgain(IOperation value, TaskFacts facts) =>
        Unconverted.Of(value) is ILocalReferenceOperation local && Writes.Of(facts.Member, local.Local) is [{ } only]
        && Unconverted.Of(only) is IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable", Name: var name } } && name is not ("ToArray" or "ToList" or "ToHashSet");
}
