using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <content>Tasks: what they hold while they run, and value tasks, which are consumed once.</content>
internal sealed partial class LifetimeStep
{
    private Lent? EvaluateTask(IInvocationOperation call, Lent instance, string? key, Lent[] arguments)
    {
        var name = call.TargetMethod.Name;
        var isOfTask = LifetimeTypes.IsTask(call.Instance?.Type);
        if (isOfTask && s_sameTask.Contains(name))
        {
            if (name is "AsTask" or "Preserve")
            {
                Consume(call.Instance!, instance, call.Syntax);
                return instance with { Loans = instance.Loans & ~MaskOf(static loan => loan.Kind == LoanKind.ValueTask) };
            }

            return instance with { Key = instance.Key ?? key };
        }

        if (isOfTask && name == "GetAwaiter")
        {
            Consume(call.Instance!, instance, call.Syntax);
            return instance with { Key = instance.Key ?? key };
        }

        if (name == "GetResult" && instance.Key is { } read && LifetimeTypes.Is(call.Type, types.ReadResult))
        {
            return FinishRead(call, read);
        }

        if (name is "Wait" or "WaitAll" or "GetResult")
        {
            return Awaited(arguments.Aggregate(instance, static (all, argument) => all.With(argument)), call.Type);
        }

        return null;
    }

    private Lent EvaluateAwait(IAwaitOperation wait)
    {
        var value = Evaluate(wait.Operation);
        Consume(wait.Operation, value, wait.Syntax);

        // A task that has failed is complete as well.
        Finish(value);
        Raised();
        if (LifetimeTypes.Is(wait.Type, types.ReadResult))
        {
            return FinishRead(wait, value.Key);
        }

        if (types.IsMemoryOwner(wait.Type) && value.Loans == 0)
        {
            return TakeOwner(wait.Syntax, null);
        }

        return IsConnectionOf(wait.Operation, wait.Type) ? new Lent(Take(LoanKind.Connection, wait.Syntax)) : ResultOf(value, wait.Type);
    }

    /// <summary>Nothing that was pending with the same loans is so any longer.</summary>
    private void Finish(Lent value)
    {
        if (value.Pending is null)
        {
            return;
        }

        // Who waits for one task waits for what it was made of, and not for another with the same memory.
        var isOne = State.Variables.Any(variable => variable.Value.Pending == value.Pending && variable.Key is ILocalSymbol { Type: var type } && LifetimeTypes.IsTask(type));
        var names = isOne ? new HashSet<string>(value.Pending.DescendantNodes().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText), StringComparer.Ordinal) : null;
        foreach (var variable in State.Variables)
        {
            if (variable.Value.Pending is { } call
                && (call == value.Pending || ((variable.Value.Loans & ~value.Loans) == 0 && (names is null || variable.Key is not ISymbol { Name: var name } || names.Contains(name)))))
            {
                State = State.With(variable.Key, default);
            }
        }
    }

    private Lent Awaited(Lent value, ITypeSymbol? type)
    {
        Finish(value);
        return ResultOf(value, type);
    }

    // What a response gives is its own, and no longer that of the task that brought it.
    private Lent ResultOf(Lent value, ITypeSymbol? type) => !LifetimeTypes.Is(type, types.ClientResponse) && (IsLendable(type) || types.IsConnection(type)) ? new Lent(value.Loans) : default;

    /// <summary>A value task that comes from a call, put into a variable, can be consumed once.</summary>
    private Lent Track(ISimpleAssignmentOperation assignment, Lent value)
    {
        if (!types.IsValueTask(assignment.Value.Type) || OperandOf(assignment.Value) is not IInvocationOperation call || VariableOf(assignment.Target) is null
            || (types.IsValueTask(call.TargetMethod.ContainingType) && call.TargetMethod.Name is "FromResult" or "FromException" or "FromCanceled" or "Preserve"))
        {
            return value;
        }

        return value with { Loans = value.Loans | Take(LoanKind.ValueTask, call.Syntax) };
    }

    private void Consume(IOperation task, Lent value, SyntaxNode place)
    {
        if (!types.IsValueTask(OperandOf(task)?.Type) && OperandOf(task)?.Type?.Name is not "ConfiguredValueTaskAwaitable")
        {
            return;
        }

        var tasks = value.Loans & MaskOf(static loan => loan.Kind == LoanKind.ValueTask);
        if (tasks != 0 && InState(tasks, LoanState.Released) == tasks)
        {
            Report(Rules.ValueTaskConsumedTwice, place, SourceOf(task).Syntax);
            return;
        }

        Set(tasks, LoanState.Released);
        if (tasks == 0 && VariableOf(SourceOf(task)) is IParameterSymbol parameter && State.Of(parameter).IsNothing)
        {
            var taken = Take(LoanKind.ValueTask, DeclarationOf(parameter) ?? place);
            Set(taken, LoanState.Released);
            State = State.With(parameter, new Lent(taken));
        }
    }

    private static IOperation SourceOf(IOperation task) =>
        OperandOf(task) is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } instance } ? SourceOf(instance) : OperandOf(task) ?? task;

    /// <summary>Whether an await brings a response whose content still comes over its connection, or a stream of such.</summary>
    private bool IsConnectionOf(IOperation awaited, ITypeSymbol? type)
    {
        if (SourceOf(awaited) is not IInvocationOperation call || !types.IsConnection(type))
        {
            return false;
        }

        if (LifetimeTypes.Is(type, types.ClientResponse))
        {
            // What other methods return may be kept by them.
            return SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingAssembly, types.ClientResponse?.ContainingAssembly) || types.Known?.IsClient(call.TargetMethod.ContainingType) == true;
        }

        return LifetimeTypes.DerivesFrom(call.TargetMethod.ContainingType, types.HttpClient)
            ? call.TargetMethod.Name == "GetStreamAsync" || call.Arguments.Any(static a => a.Parameter?.Type.Name == "HttpCompletionOption" && a.Value.ConstantValue is { HasValue: true, Value: 1 })
            : LifetimeTypes.DerivesFrom(type, types.WebResponse) && call.TargetMethod.Name == "GetResponseAsync";
    }
}
