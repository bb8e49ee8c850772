using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <content>What is handed to other methods, as far as their text says what they do with it.</content>
internal sealed partial class LifetimeStep
{
    /// <summary>What a method of the user's does with readers, writers and memory it is given, or finds in fields.</summary>
    private void PassOn(IInvocationOperation call, Lent[] arguments, CalleeText? text)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = text is not null && call.Arguments[i].Parameter is { } parameter ? parameter.Name : null;
            PassEndOn(arguments[i].Key, text, name);
            if (arguments[i].Loans != 0)
            {
                if (text is not null && name is not null && text.Returns(name))
                {
                    // Who gives back the memory waits for the tasks that it was given with it.
                    foreach (var task in arguments.Where(static argument => argument.Pending is not null))
                    {
                        Finish(task);
                    }
                }

                PassLoansOn(call, arguments[i].Loans, text, name, call.Arguments[i].Value);
            }
        }

        if (text is { AdvancesAnything: true } && (call.Instance is null or IInstanceReferenceOperation))
        {
            foreach (var reader in text.Advanced.Where(reader => !text.Parameters.Contains(reader)))
            {
                AdvancedBy(text, reader, reader);
            }
        }
    }

    private void PassEndOn(string? key, CalleeText? text, string? name)
    {
        if (key is null)
        {
            return;
        }

        State = State.WithoutKey(Reading + key);
        if (text is null || name is null)
        {
            PassEnd(key);
            Set(InState(MaskOf(loan => loan.Kind == LoanKind.Read && loan.Key == key), LoanState.Valid), LoanState.Passed);
            return;
        }

        AdvancedBy(text, name, key);
        if (text.Completes(name))
        {
            Set(MaskOf(loan => loan.Kind == LoanKind.PipeEnd && loan.Key == key), LoanState.Released);
        }
        else if (text.Passes(name) || text.Stores(name))
        {
            PassEnd(key);
        }
    }

    private void AdvancedBy(CalleeText text, string name, string key)
    {
        var reads = InState(MaskOf(loan => loan.Kind == LoanKind.Read && (loan.Key == key || loan.Key is null)), LoanState.Valid);
        switch (text.Advances(name))
        {
            case true:
                Release(reads);
                break;
            case null:
                Set(reads, LoanState.Passed);
                break;
            default:
                if (text.Passes(name))
                {
                    Set(reads, LoanState.Passed);
                }

                break;
        }
    }

    /// <summary>Whether a method can hand on what it is given as a type: a span ends with it.</summary>
    private bool CanBeKept(ITypeSymbol? type) => type is not INamedTypeSymbol { IsRefLikeType: true } && IsLendable(type);

    /// <summary>Whether a name is that of a member, which other methods of the class know too.</summary>
    private bool IsOfThis(string key)
    {
        var root = key.Split('.')[0];
        return !method.Parameters.Any(p => p.Name == root) && method.ContainingType?.GetMembers(root).IsEmpty == false;
    }

    private void PassLoansOn(IInvocationOperation call, ulong loans, CalleeText? text, string? name, IOperation argument)
    {
        var connections = loans & MaskOf(static loan => loan.Kind == LoanKind.Connection);
        var pooled = loans & MaskOf(static loan => loan.Kind is LoanKind.Array or LoanKind.Owner);
        if (text is null || name is null)
        {
            if (!IsOfFramework(call.TargetMethod.ContainingType))
            {
                Set(connections, LoanState.Passed);
                Keep(CanBeKept(argument.Type) ? pooled : 0);
            }

            return;
        }

        Set(connections, LoanState.Passed);
        if (text.Returns(name) && (argument.Type is IArrayTypeSymbol || types.IsMemoryOwner(argument.Type)))
        {
            Release(pooled);
        }

        if (text.Stores(name))
        {
            Escape(call.Syntax, loans);
        }
        else if (text.Passes(name))
        {
            Keep(CanBeKept(argument.Type) ? pooled : 0);
            Set(InState(loans & MaskOf(loan => loan.Kind == LoanKind.Read && loan.Key is { } key && IsOfThis(key)), LoanState.Valid), LoanState.Passed);
        }
    }
}
