using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>
/// What one syntax tree says by name, without semantics, kept as long as the tree lives: which types derive from what, what is assigned to
/// what, and what is called with which arguments. An edit reads one tree again; symbols are compared only where names agree.
/// </summary>
internal sealed class TreeIndex
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeIndex> s_cache = new();

    /// <summary>By the name of a base type: the types that name it in their lists.</summary>
    public Dictionary<string, List<SyntaxNode>> Derived { get; } = new(StringComparer.Ordinal);

    /// <summary>By the name of a field, property or event: the expressions assigned to it, initial values included.</summary>
    public Dictionary<string, List<SyntaxNode>> Assigned { get; } = new(StringComparer.Ordinal);

    /// <summary>By the name of a field or property: the arguments of calls on it, which it may hold afterwards.</summary>
    public Dictionary<string, List<SyntaxNode>> Added { get; } = new(StringComparer.Ordinal);

    /// <summary>By the name of a method or type: its calls and creations; <c>new</c> is the name of creations that say no type.</summary>
    public Dictionary<string, List<SyntaxNode>> Called { get; } = new(StringComparer.Ordinal);

    /// <summary>By the name of a method: the places where an argument of a call whose name begins with Map, Use, Run or Add is that method.</summary>
    public Dictionary<string, List<SyntaxNode>> Mapped { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls that may take lambdas as endpoints.</summary>
    public List<InvocationExpressionSyntax> Mappings { get; } = [];

    /// <summary>Methods, accessors, properties that are an expression, local functions and lambdas.</summary>
    public List<SyntaxNode> Functions { get; } = [];

    /// <summary>Every name that a table has.</summary>
    public string[] Names { get; private set; } = [];

    /// <summary>Whether a pipe or channel may be read or written here.</summary>
    public bool MayStream { get; private set; }

    public static TreeIndex Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_cache.TryGetValue(tree, out var index))
        {
            index = new TreeIndex();
            foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes())
            {
                index.Read(node);
            }

            index.Names = [.. new HashSet<string>(new[] { index.Derived, index.Assigned, index.Added, index.Called, index.Mapped }.SelectMany(static table => table.Keys), StringComparer.Ordinal)];

            // Race: another thread has read the same tree meanwhile; both results are equal, and either may be kept.
            index = s_cache.GetValue(tree, _ => index);
        }

        return index;
    }

    private void Read(SyntaxNode node)
    {
        switch (node)
        {
            case MethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax { ExpressionBody: not null } or AnonymousFunctionExpressionSyntax:
                Functions.Add(node);
                break;
            case TypeDeclarationSyntax { BaseList: { } list }:
                foreach (var name in list.Types.Select(static type => NameOf(type.Type)))
                {
                    Add(Derived, name, node);
                }

                break;
            case VariableDeclaratorSyntax { Initializer: { } initializer, Parent.Parent: BaseFieldDeclarationSyntax } variable:
                Add(Assigned, variable.Identifier.ValueText, initializer.Value);
                break;
            case PropertyDeclarationSyntax { Initializer: { } initializer } property:
                Add(Assigned, property.Identifier.ValueText, initializer.Value);
                break;
            case AssignmentExpressionSyntax assignment:
                ReadAssignment(assignment);
                break;
            case InvocationExpressionSyntax invocation:
                ReadInvocation(invocation);
                break;
            case ObjectCreationExpressionSyntax creation:
                Add(Called, NameOf(creation.Type), creation);
                break;
            case ImplicitObjectCreationExpressionSyntax:
                Add(Called, CreatedBy(node), node);
                break;
            case PrimaryConstructorBaseTypeSyntax called:
                Add(Called, NameOf(called.Type), node);
                break;
            case ConstructorInitializerSyntax { Parent.Parent: TypeDeclarationSyntax type } initializer:
                Add(Called, ConstructedBy(initializer, type), node);
                break;
        }
    }

    /// <summary>The name of the type that <c>new()</c> creates, where its declaration says so; otherwise <c>new</c>.</summary>
    private static string CreatedBy(SyntaxNode creation) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: { IsVar: false } type } } } => NameOf(type),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => NameOf(property.Type),
        ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax property } => NameOf(property.Type),
        _ => "new",
    };

    private static string ConstructedBy(ConstructorInitializerSyntax initializer, TypeDeclarationSyntax type) => initializer.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword)
        ? type.Identifier.ValueText
        : type.BaseList?.Types.Select(static named => NameOf(named.Type)).FirstOrDefault() ?? "new";

    private void ReadAssignment(AssignmentExpressionSyntax assignment)
    {
        if (assignment.Left is ElementAccessExpressionSyntax element)
        {
            Add(Added, NameOf(element.Expression), assignment.Right);
        }
        else
        {
            Add(Assigned, NameOf(assignment.Left), assignment.Right);
        }
    }

    private void ReadInvocation(InvocationExpressionSyntax invocation)
    {
        var name = NameOf(invocation.Expression);
        Add(Called, name, invocation);
        MayStream |= name is "ReadAsync" or "ReadAllAsync" or "WaitToReadAsync" or "FlushAsync" or "WriteAsync" or "WaitToWriteAsync" or "ReadAtLeastAsync";
        if (invocation.Expression is MemberAccessExpressionSyntax access && NameOf(access.Expression) is { Length: > 0 } receiver)
        {
            foreach (var argument in invocation.ArgumentList.Arguments)
            {
                Add(Added, receiver, argument.Expression);
            }
        }

        if (IsMapping(name))
        {
            Mappings.Add(invocation);
            foreach (var argument in invocation.ArgumentList.Arguments)
            {
                Add(Mapped, NameOf(argument.Expression), argument.Expression);
            }
        }
    }

    private static bool IsMapping(string name) =>
        name.StartsWith("Map", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal) || name is "Run" or "AddEndpointFilter";

    /// <summary>The last name of an expression or type: that of <c>a.B</c>, <c>B</c>, <c>B&lt;T&gt;</c> and <c>this.B</c> is B.</summary>
    public static string NameOf(SyntaxNode node) => node switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        NullableTypeSyntax nullable => NameOf(nullable.ElementType),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed => NameOf(suppressed.Operand),
        ParenthesizedExpressionSyntax parenthesized => NameOf(parenthesized.Expression),
        _ => "",
    };

    private static void Add(Dictionary<string, List<SyntaxNode>> table, string name, SyntaxNode node)
    {
        if (name.Length == 0)
        {
            return;
        }

        if (!table.TryGetValue(name, out var nodes))
        {
            table.Add(name, nodes = []);
        }

        nodes.Add(node);
    }
}
