using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>What is written to locals, parameters and fields. An unknown value (of a <c>ref</c> argument, say) is null.</summary>
internal static class Writes
{
    private static readonly ConditionalWeakTable<IOperation, Dictionary<ISymbol, List<IOperation?>>> s_ofRoots = new();

    /// <summary>Every value that is written to a local in the member that declares it.</summary>
    public static List<IOperation?>? Of(ILocalReferenceOperation local) => Of(local, local.Local);

    /// <summary>Every value that a member writes to a local or parameter; null: none.</summary>
    public static List<IOperation?>? Of(IOperation inside, ISymbol symbol) =>
        s_ofRoots.GetValue(RootOf(inside), static root => Collect(root)).TryGetValue(symbol, out var values) ? values : null;

    /// <summary>The operation of the whole member that an operation belongs to.</summary>
    public static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>What a field or an automatic property is initialized with where it is declared; null: with nothing, or its source is not here.</summary>
    public static IOperation? InitializerOf(ISymbol member, IOperation user)
    {
        if (user.SemanticModel is not { } model)
        {
            return null;
        }

        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var value = reference.GetSyntax() switch
            {
                VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
                PropertyDeclarationSyntax property => property.Initializer?.Value,
                _ => null,
            };
            if (value is not null)
            {
                return OperationOf(value, model);
            }
        }

        return null;
    }

    /// <summary>Every value that the declaring type's own source assigns to a field, and its initializer. Null among them: an unknown value.</summary>
    public static IEnumerable<IOperation?> OfField(IFieldSymbol field, IOperation user)
    {
        if (InitializerOf(field, user) is { } initializer)
        {
            yield return initializer;
        }

        if (user.SemanticModel is not { } model)
        {
            yield return null;
            yield break;
        }

        foreach (var declaration in field.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var node in declaration.GetSyntax().DescendantNodes())
            {
                if (Written(node, field.Name) is { } value)
                {
                    yield return value.Value is null ? null : OperationOf(value.Value, model);
                }
            }
        }
    }

    /// <summary>The value that a node assigns to a name; a null value: it is passed by reference.</summary>
    private static Assigned? Written(SyntaxNode node, string name) => node switch
    {
        AssignmentExpressionSyntax assignment when NameOf(assignment.Left) == name =>
            new Assigned(assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) ? assignment.Right : null),
        ArgumentSyntax argument when !argument.RefKindKeyword.IsKind(SyntaxKind.None) && !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword) && NameOf(argument.Expression) == name => new Assigned(null),
        _ => null,
    };

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    public static IOperation? OperationOf(SyntaxNode node, SemanticModel model)
    {
        if (node.SyntaxTree != model.SyntaxTree && !model.Compilation.ContainsSyntaxTree(node.SyntaxTree))
        {
            return null;
        }

#pragma warning disable RS1030 // The value is in another member, perhaps in another file, than the one that the analyzer was given a model of.
        return (node.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(node.SyntaxTree)).GetOperation(node);
#pragma warning restore RS1030
    }

    private static Dictionary<ISymbol, List<IOperation?>> Collect(IOperation root)
    {
        var writes = new Dictionary<ISymbol, List<IOperation?>>(SymbolEqualityComparer.Default);
        foreach (var operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer:
                    Add(declarator.Symbol, initializer.Value);
                    break;

                case ISimpleAssignmentOperation assignment:
                    Add(SymbolOf(assignment.Target), assignment.Value);
                    break;

                case ICoalesceAssignmentOperation assignment:
                    Add(SymbolOf(assignment.Target), assignment.Value);
                    break;

                case IDeconstructionAssignmentOperation deconstruction:
                    foreach (var target in deconstruction.Target.DescendantsAndSelf())
                    {
                        Add(SymbolOf(target), null);
                    }

                    break;

                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                    Add(SymbolOf(argument.Value), null);
                    break;

                default:
                    break;
            }
        }

        return writes;

        void Add(ISymbol? symbol, IOperation? value)
        {
            if (symbol is null)
            {
                return;
            }

            if (!writes.TryGetValue(symbol, out var values))
            {
                writes.Add(symbol, values = []);
            }

            values.Add(value);
        }
    }

    private static ISymbol? SymbolOf(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IDeclarationExpressionOperation declaration => SymbolOf(declaration.Expression),
        _ => null,
    };

    private sealed record Assigned(ExpressionSyntax? Value);
}
