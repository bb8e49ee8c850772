using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>What is known at a point of a member: the places whose tasks are complete, and the collections of which every task is.</summary>
/// <remarks>
/// Operations of a control-flow graph know neither their member nor its semantic model, so facts remember an operation of the member's tree.
/// </remarks>
internal sealed class TaskFacts
{
    private const string AllOf = "all of ";
    private const string IsTaken = " is taken of ";

    private static readonly HashSet<string> s_answers = new(StringComparer.Ordinal) { "FromResult", "FromException", "FromCanceled", "get_CompletedTask" };

    private readonly ImmutableHashSet<string> _complete;

    private TaskFacts(ImmutableHashSet<string> complete, IOperation member)
    {
        _complete = complete;
        Member = member;
    }

    /// <summary>Any operation of the tree of the member that the facts are of.</summary>
    public IOperation Member { get; }

    /// <summary>Nothing is known of the member that an operation belongs to.</summary>
    public static TaskFacts Of(IOperation member) => new([], member);

    public TaskFacts Nothing() => Of(Member);

    public TaskFacts With(string? place) => place is null ? this : new TaskFacts(_complete.Add(place), Member);

    public TaskFacts WithAllOf(string? collection) => collection is null ? this : With(AllOf + collection);

    public TaskFacts And(TaskFacts other) => new(_complete.Union(other._complete), Member);

    /// <summary>What holds on both of two ways that meet.</summary>
    public TaskFacts Meet(TaskFacts other) => new(_complete.Intersect(other._complete), Member);

    public bool IsSame(TaskFacts other) => _complete.SetEquals(other._complete);

    /// <summary>Nothing is known any more of a place that was written to, nor of what is in it.</summary>
    public TaskFacts Without(string? place)
    {
        if (place is null || _complete.IsEmpty)
        {
            return this;
        }

        return new TaskFacts([.. _complete.Where(known => !IsIn(known.StartsWith(AllOf, StringComparison.Ordinal) ? known.Substring(AllOf.Length) : known, place))], Member);
    }

    /// <summary>Remembers which place a captured value was taken of.</summary>
    public TaskFacts WithCapture(string capture, string place) => With($"{capture}{IsTaken}{place}");

    /// <summary>The place that a captured value was taken of; of any other place itself.</summary>
    public string? Captured(string? place)
    {
        var known = place is null ? null : _complete.FirstOrDefault(known => known.StartsWith($"{place}{IsTaken}", StringComparison.Ordinal));
        return known is null ? place : known.Substring(place!.Length + IsTaken.Length);
    }

    public bool IsComplete(string? place) => place is not null && _complete.Contains(place);

    public bool AllOfAreComplete(IOperation collection)
    {
        var value = Unconverted.Of(collection);
        if (Places.KeyOf(value) is { } key && _complete.Contains(AllOf + key))
        {
            return true;
        }

        return value switch
        {
            IArrayCreationOperation { Initializer.ElementValues: { Length: > 0 } elements } => elements.All(IsComplete),
            ICollectionExpressionOperation { Elements: { Length: > 0 } elements } => elements.All(IsComplete),
            IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable", Name: "Where" or "ToList" or "ToArray" or "AsEnumerable" or "Skip" or "Take" or "Reverse" or "OrderBy" or "Distinct" }, Arguments: [var source, ..] } =>
                AllOfAreComplete(source.Value),
            _ => false,
        };
    }

    /// <summary>Whether a value is a task, value task, awaiter or source that is complete here.</summary>
    public bool IsComplete(IOperation value)
    {
        var task = Places.TaskOf(value);
        if (IsComplete(Places.KeyOf(task)) || (Places.CollectionOf(task) is { } collection && AllOfAreComplete(collection)))
        {
            return true;
        }

        switch (task)
        {
            case IInvocationOperation { TargetMethod: { ContainingType.Name: "Task" or "ValueTask", Name: var name } } answer:
                return s_answers.Contains(name) || (name == "WhenAll" && answer.Arguments.All(argument => IsComplete(argument.Value) || AllOfAreComplete(argument.Value)));

            case IPropertyReferenceOperation { Property: { IsStatic: true, Name: "CompletedTask" } }:
                return true;

            // The first of several that is complete.
            case IAwaitOperation { Operation: var awaited }:
                return Places.TaskOf(awaited) is IInvocationOperation { TargetMethod: { Name: "WhenAny", ContainingType.Name: "Task" } };

            case IDefaultValueOperation { Type.Name: "ValueTask" }:
                return true;

            case IObjectCreationOperation { Type.Name: "ValueTask", Arguments: var arguments }:
                return arguments.All(IsAnswer);

            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return IsComplete(conditional.WhenTrue) && IsComplete(whenFalse);

            case ICoalesceOperation coalesce:
                return IsComplete(coalesce.Value) && IsComplete(coalesce.WhenNull);

            case ISimpleAssignmentOperation assignment:
                return IsComplete(assignment.Value);

            case IFieldReferenceOperation { Field: { IsReadOnly: true, IsStatic: true } field }:
                return Writes.InitializerOf(field, Member) is { } initializer && Of(initializer).IsComplete(initializer);

            case IInvocationOperation { TargetMethod: var method }:
                return Returned.By(method, Member) is { } results && results.All(static result => result is not null && Of(result).IsComplete(result));

            default:
                return false;
        }
    }

    /// <summary>Whether a value task made of an argument is complete: of a result it is, of a task if that is, of a source nobody knows.</summary>
    private bool IsAnswer(IArgumentOperation argument) => argument.Parameter?.OriginalDefinition.Type.Name switch
    {
        "Task" => IsComplete(argument.Value),
        "IValueTaskSource" => false,
        _ => true,
    };

    private static bool IsIn(string known, string place) =>
        known.StartsWith(place, StringComparison.Ordinal) && (known.Length == place.Length || known[place.Length] is '.' or '[') || known.IndexOf($"[{place}]", StringComparison.Ordinal) >= 0;
}
