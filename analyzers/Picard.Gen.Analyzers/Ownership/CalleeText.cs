using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>What a method of the user's does with what it is given, read off its text: no other file is bound for it.</summary>
internal sealed class CalleeText
{
    private static readonly ConditionalWeakTable<SyntaxNode, CalleeText> s_known = new();

    private static readonly HashSet<string> s_copies = new(StringComparer.Ordinal) { "ToArray", "CopyTo", "TryCopyTo", "AllocateUninitializedArray", "ToImmutableArray" };

    private static readonly HashSet<string> s_adds = new(StringComparer.Ordinal)
    {
        "Add", "Enqueue", "Push", "TryAdd", "TryWrite", "AddLast", "AddFirst", "Insert", "Post",
    };

    private readonly Dictionary<string, bool> _advances = new(StringComparer.Ordinal);
    private readonly HashSet<string> _completes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _returns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stores = new(StringComparer.Ordinal);
    private readonly HashSet<string> _passes = new(StringComparer.Ordinal);

    private CalleeText(SyntaxNode declaration)
    {
        Parameters = [.. (declaration switch
        {
            BaseMethodDeclarationSyntax method => method.ParameterList.Parameters,
            LocalFunctionStatementSyntax local => local.ParameterList.Parameters,
            _ => default,
        }).Select(static p => p.Identifier.ValueText)];
        foreach (var node in declaration.DescendantNodes())
        {
            Read(node, declaration);
        }
    }

    /// <summary>The names of its parameters.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>Whether it copies octets somewhere, so that what it returns is not what it was given.</summary>
    public bool Copies { get; private set; }

    /// <summary>The text of a method; null: it is of another assembly, abstract, or replaced by who overrides it.</summary>
    public static CalleeText? Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var definition = method.ReducedFrom ?? method.OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        if (definition.IsAbstract || definition.DeclaringSyntaxReferences.IsEmpty || definition.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is not { } syntax)
        {
            return null;
        }

        return syntax is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax ? s_known.GetValue(syntax, static s => new CalleeText(s)) : null;
    }

    /// <summary>Whether it gives back what the reader of that name has read; null: only sometimes.</summary>
    public bool? Advances(string reader) => _advances.TryGetValue(reader, out var always) ? always ? true : null : false;

    public bool AdvancesAnything => _advances.Count > 0;

    public IEnumerable<string> Advanced => _advances.Keys;

    public bool Completes(string end) => _completes.Contains(end);

    /// <summary>Whether it gives what has that name back to a pool, or disposes it.</summary>
    public bool Returns(string name) => _returns.Contains(name);

    /// <summary>Whether it puts what has that name into a field, or a collection that is one.</summary>
    public bool Stores(string name) => _stores.Contains(name);

    /// <summary>Whether it gives what has that name to somebody else.</summary>
    public bool Passes(string name) => _passes.Contains(name);

    private void Read(SyntaxNode node, SyntaxNode declaration)
    {
        switch (node)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call:
                ReadCall(call, member, declaration);
                break;
            case InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "Complete" or "CompleteAsync" } } call
                when call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access:
                _completes.Add(NameOf(access.Expression));
                _returns.Add(NameOf(access.Expression));
                break;
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment:
                ReadStore(assignment.Left, assignment.Right, declaration);
                break;
            case ArrayCreationExpressionSyntax:
                Copies = true;
                break;
            case ReturnStatementSyntax { Expression: { } value }:
                _passes.Add(RootOf(value));
                break;
            case ArgumentSyntax argument:
                _passes.Add(NameOf(argument.Expression));
                break;
        }
    }

    private void ReadCall(InvocationExpressionSyntax call, MemberAccessExpressionSyntax member, SyntaxNode declaration)
    {
        var name = member.Name.Identifier.ValueText;
        var receiver = NameOf(member.Expression);
        switch (name)
        {
            case "AdvanceTo":
                _advances[receiver] = (_advances.TryGetValue(receiver, out var always) && always) || IsUnconditional(call, declaration);
                break;
            case "Complete" or "CompleteAsync" or "AsStream" or "CopyToAsync":
                _completes.Add(receiver);
                break;
            case "Dispose":
                _returns.Add(receiver);
                break;
            case "Return" when call.ArgumentList.Arguments.Count > 0:
                _returns.Add(NameOf(call.ArgumentList.Arguments[0].Expression));
                break;
            default:
                Copies |= s_copies.Contains(name);
                if (s_adds.Contains(name) && IsOutside(member.Expression, declaration))
                {
                    foreach (var argument in call.ArgumentList.Arguments)
                    {
                        _stores.Add(RootOf(argument.Expression));
                    }
                }

                break;
        }
    }

    private void ReadStore(ExpressionSyntax target, ExpressionSyntax value, SyntaxNode declaration)
    {
        if (target is ElementAccessExpressionSyntax element ? IsOutside(element.Expression, declaration) : IsOutside(target, declaration))
        {
            _stores.Add(RootOf(value));
        }
    }

    /// <summary>Whether a name is no parameter and no local of the method, so that what is put there stays.</summary>
    private static bool IsOutside(ExpressionSyntax expression, SyntaxNode declaration) => NameOf(expression) is { Length: > 0 } name
        && (expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            || ((!name.Contains('.') || char.IsUpper(name[0]) || name[0] == '_')
            && !declaration.DescendantNodes().Any(n => n switch
            {
                VariableDeclaratorSyntax v => v.Identifier.ValueText == name,
                ParameterSyntax p => p.Identifier.ValueText == name,
                SingleVariableDesignationSyntax d => d.Identifier.ValueText == name,
                ForEachStatementSyntax f => f.Identifier.ValueText == name,
                _ => false,
            })));

    private static bool IsUnconditional(SyntaxNode call, SyntaxNode declaration)
    {
        for (var at = call.Parent; at is not null && at != declaration; at = at.Parent)
        {
            if (at is IfStatementSyntax or SwitchSectionSyntax or CatchClauseSyntax or ConditionalExpressionSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The variable that a view is of: of <c>line.Slice(1)</c> it is line; of a copy it is none.</summary>
    private static string RootOf(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Slice" or "AsMemory" or "AsSpan" } member } => RootOf(member.Expression),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "First" or "Memory" or "Buffer" } member => RootOf(member.Expression),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => RootOf(arguments[0].Expression),
        PostfixUnaryExpressionSyntax suppressed => RootOf(suppressed.Operand),
        _ => NameOf(expression),
    };

    /// <summary>A name as <see cref="LifetimeStep"/> writes its keys: without <c>this</c>.</summary>
    private static string NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member => member.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => NameOf(member.Expression) + "." + member.Name.Identifier.ValueText,
        PostfixUnaryExpressionSyntax suppressed => NameOf(suppressed.Operand),
        ParenthesizedExpressionSyntax inner => NameOf(inner.Expression),
        ThisExpressionSyntax => "this",
        _ => "",
    };
}
