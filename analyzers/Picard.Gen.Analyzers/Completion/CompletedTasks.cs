using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Proves that what a call waits for is complete: on every way to it, by the control-flow graph of the function that it stands in.</summary>
internal static class CompletedTasks
{
    // Limit: functions in functions in functions; what is deeper is not proved.
    private const int MaxFunctions = 4;

    /// <summary>Whether all that a call waits for is complete where it is called.</summary>
    public static bool AreComplete(IOperation call, CancellationToken cancellationToken)
    {
        var subjects = SubjectsOf(call);
        if (subjects.Count == 0)
        {
            return false;
        }

        var isAny = call is IInvocationOperation { TargetMethod.Name: "WaitAny" };
        bool Hold(TaskFacts facts) => isAny
            ? subjects.Any(subject => AnyIsComplete(subject, facts))
            : subjects.All(subject => facts.IsComplete(subject) || facts.AllOfAreComplete(subject));
        return Hold(TaskFacts.Of(call)) || (subjects.Any(MayBeProved) && Hold(FactsAt(call, 0, cancellationToken)));
    }

    /// <summary>Whether a value is a complete task, or a collection of them, where it stands.</summary>
    public static bool IsComplete(IOperation value, CancellationToken cancellationToken)
    {
        var nothing = TaskFacts.Of(value);
        if (nothing.IsComplete(value) || nothing.AllOfAreComplete(value))
        {
            return true;
        }

        if (!MayBeProved(value))
        {
            return false;
        }

        var facts = FactsAt(Unconverted.Of(value), 0, cancellationToken);
        return facts.IsComplete(value) || facts.AllOfAreComplete(value);
    }

    /// <summary>The parameter of the enclosing function that is what the call waits for.</summary>
    public static IParameterSymbol? DecidingParameter(IOperation call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var subjects = call is IArgumentOperation argument ? [argument.Value] : SubjectsOf(call);
        return subjects is [var only] && Places.TaskOf(only) is IParameterReferenceOperation { Parameter: var parameter } reference && Writes.Of(reference, parameter) is null ? parameter : null;
    }

    /// <summary>What a call waits for: the task, awaiter or result that it is made on, or its arguments that are such.</summary>
    private static List<IOperation> SubjectsOf(IOperation call)
    {
        switch (call)
        {
            case IPropertyReferenceOperation { Instance: { } task }:
                return [task];

            case IInvocationOperation { TargetMethod: { IsStatic: true, Name: "WaitAll" or "WaitAny" }, Arguments: [var tasks, ..] }:
                return ElementsOf(tasks.Value);

            case IInvocationOperation invocation when invocation.Arguments.FirstOrDefault(static argument => argument.Parameter?.Type.Name == "IAsyncResult") is { } result:
                return [result.Value];

            case IInvocationOperation { Instance: { Type: { } type } instance } when IsTask(type):
                return [instance];

            case IInvocationOperation invocation:
                return [.. invocation.Arguments.Where(static argument => argument.Parameter is { Type: var type } && IsTask(type)).Select(static argument => argument.Value)];

            default:
                return [];
        }
    }

    private static bool IsTask(ITypeSymbol type) =>
        type.Name is "Task" or "ValueTask" or "JoinableTask" || type.Name.EndsWith("Awaiter", StringComparison.Ordinal) || (type is IArrayTypeSymbol { ElementType: var element } && IsTask(element));

    private static List<IOperation> ElementsOf(IOperation tasks) => Unconverted.Of(tasks) switch
    {
        IArrayCreationOperation { Initializer.ElementValues: { Length: > 0 } elements } => [.. elements],
        ICollectionExpressionOperation { Elements: { Length: > 0 } elements } => [.. elements],
        var collection => [collection],
    };

    private static bool AnyIsComplete(IOperation subject, TaskFacts facts) => facts.IsComplete(subject) || facts.AllOfAreComplete(subject);

    /// <summary>Whether a graph can say more of a value than the value itself: it is in a place, or an element or part of one.</summary>
    private static bool MayBeProved(IOperation value)
    {
        var task = Places.TaskOf(value);
        return Places.KeyOf(task) is not null || Places.CollectionOf(task) is not null || task is IConditionalOperation or ICoalesceOperation
            or IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" or "Task" };
    }

    private static TaskFacts FactsAt(IOperation place, int depth, CancellationToken cancellationToken)
    {
        var function = EnclosingFunction(place);
        var entry = EntryOf(function, place, depth, cancellationToken);
        return Graphs.Of(place, cancellationToken) is { } graph ? TaskFlow.At(place.Syntax, graph, entry, cancellationToken) : entry;
    }

    /// <summary>What is known when a function is entered: of a lambda what was known where it is written, and what is said of its parameters.</summary>
    private static TaskFacts EntryOf(IOperation? function, IOperation place, int depth, CancellationToken cancellationToken)
    {
        var facts = OfResults(TaskFacts.Of(place), place);
        if (function is not IAnonymousFunctionOperation lambda || depth >= MaxFunctions)
        {
            return facts;
        }

        facts = facts.And(FactsAt(lambda, depth + 1, cancellationToken));
        if (HandedTo(lambda) is not { } invocation)
        {
            return facts;
        }

        var (name, type) = (invocation.TargetMethod.Name, invocation.TargetMethod.ContainingType?.Name);
        var parameters = lambda.Symbol.Parameters;
        switch (name)
        {
            case "ContinueWith" when type == "Task" && parameters.Length > 0:
            case "ContinueWhenAny" when parameters.Length > 0:
                return Captured(facts.With(Places.Key(parameters[0])), invocation);

            case "ContinueWhenAll" when parameters.Length > 0:
                return facts.WithAllOf(Places.Key(parameters[0]));

            case "OnCompleted" or "UnsafeOnCompleted":
                return facts.With(Places.KeyOf(invocation.Instance));

            default:
                var source = type is "Enumerable" or "ParallelEnumerable" ? invocation.Arguments[0].Value : name is "ForEach" or "ConvertAll" ? invocation.Instance ?? invocation.Arguments[0].Value : null;
                return source is not null && facts.AllOfAreComplete(source) ? parameters.Aggregate(facts, static (known, parameter) => known.With(Places.Key(parameter))) : facts;
        }
    }

    /// <summary>A continuation that ignores its parameter and uses the task that it was made on.</summary>
    private static TaskFacts Captured(TaskFacts facts, IInvocationOperation invocation) => facts.With(Places.KeyOf(invocation.Instance))
        .And(invocation.Instance is { } task && Places.TaskOf(task) is IInvocationOperation { TargetMethod: { Name: "WhenAll", ContainingType.Name: "Task" } } all
            ? all.Arguments.Aggregate(facts, static (known, argument) => TaskTransfer.Completed(argument.Value, known))
            : facts);

    /// <summary>An <c>IAsyncResult</c> that a function is called with is complete: its callback has been called.</summary>
    private static TaskFacts OfResults(TaskFacts facts, IOperation place)
    {
        foreach (var parameter in ParametersAround(place))
        {
            facts = parameter.Type.Name == "IAsyncResult" ? facts.With(Places.Key(parameter)) : facts;
        }

        return facts;
    }

    private static IEnumerable<IParameterSymbol> ParametersAround(IOperation place)
    {
        foreach (var reference in Writes.RootOf(place).Descendants().OfType<IParameterReferenceOperation>())
        {
            yield return reference.Parameter;
        }
    }

    private static IOperation? EnclosingFunction(IOperation place)
    {
        for (var current = place.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return current;
            }
        }

        return null;
    }

    /// <summary>The call that a lambda is an argument of.</summary>
    private static IInvocationOperation? HandedTo(IOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return (parent as IArgumentOperation)?.Parent as IInvocationOperation;
    }
}
