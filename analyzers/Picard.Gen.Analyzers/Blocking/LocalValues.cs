using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Everything that is assigned to a local anywhere in the operations around it, and what is put into one that holds others.</summary>
internal static class LocalValues
{
    private static readonly ConditionalWeakTable<IOperation, Dictionary<ISymbol, List<IOperation>>> s_cache = new();

    /// <summary>Null: nothing is known of it.</summary>
    public static List<IOperation>? Of(ILocalReferenceOperation reference)
    {
        IOperation root = reference;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return s_cache.GetValue(root, Read).TryGetValue(reference.Local, out var values) ? values : null;
    }

    private static Dictionary<ISymbol, List<IOperation>> Read(IOperation root)
    {
        var locals = new Dictionary<ISymbol, List<IOperation>>(SymbolEqualityComparer.Default);
        foreach (var operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer) is { } initializer:
                    Add(declarator.Symbol, initializer.Value);
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                    Add(target.Local, assignment.Value);
                    break;
                case IForEachLoopOperation loop:
                    foreach (var local in loop.Locals)
                    {
                        Add(local, loop.Collection);
                    }

                    break;
                case IInvocationOperation { Instance: ILocalReferenceOperation instance } call when call.Type?.SpecialType is SpecialType.System_Void or SpecialType.System_Boolean:
                    foreach (var argument in call.Arguments)
                    {
                        Add(instance.Local, argument.Value);
                    }

                    break;
                case IDeclarationPatternOperation { DeclaredSymbol: { } symbol, Parent: IIsPatternOperation pattern }:
                    Add(symbol, pattern.Value);
                    break;
                case IRecursivePatternOperation { DeclaredSymbol: { } symbol, Parent: IIsPatternOperation pattern }:
                    Add(symbol, pattern.Value);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out, Parent: IInvocationOperation { Instance: { } instance } } argument
                    when (argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value) is ILocalReferenceOperation target:
                    // TryGetValue and its like give what the collection holds.
                    Add(target.Local, instance);
                    break;
            }
        }

        return locals;

        void Add(ISymbol symbol, IOperation value)
        {
            if (!locals.TryGetValue(symbol, out var values))
            {
                locals.Add(symbol, values = []);
            }

            values.Add(value);
        }
    }
}
