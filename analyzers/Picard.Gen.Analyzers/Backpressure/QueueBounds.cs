using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>How the queue behind an expression was made.</summary>
internal static class QueueBounds
{
    private static readonly ConditionalWeakTable<SyntaxTree, List<(string Item, QueueBound Bound)>> s_channels = new();

    public static QueueBound OfChannel(ExpressionSyntax writer, SemanticModel model, CancellationToken cancellationToken)
    {
        var origin = Origins.Of(writer, model, cancellationToken);
        if (origin is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Writer" } member)
        {
            origin = Origins.Of(member.Expression, model, cancellationToken);
        }

        if (origin is InvocationExpressionSyntax call && BoundOf(call) is not QueueBound.Unknown and var bound)
        {
            return bound;
        }

        return Elsewhere(model.GetTypeInfo(writer, cancellationToken).Type, model.Compilation, cancellationToken);
    }

    public static QueueBound OfBlock(ExpressionSyntax block, SemanticModel model, CancellationToken cancellationToken) =>
        Origins.Of(block, model, cancellationToken) is BaseObjectCreationExpressionSyntax creation
            ? DataflowBound.Of(creation, model, cancellationToken) : QueueBound.Unknown;

    public static QueueBound OfCollection(ExpressionSyntax collection, SemanticModel model, CancellationToken cancellationToken) =>
        Origins.Of(collection, model, cancellationToken) is BaseObjectCreationExpressionSyntax creation
            ? IsCounted(creation, model, cancellationToken) ? QueueBound.Bounded : QueueBound.Unbounded : QueueBound.Unknown;

    /// <summary>Whether a BlockingCollection is made with a number.</summary>
    public static bool IsCounted(BaseObjectCreationExpressionSyntax creation, SemanticModel model, CancellationToken cancellationToken) =>
        creation.ArgumentList is { } list && list.Arguments.Any(argument => model.GetTypeInfo(argument.Expression, cancellationToken).Type?.SpecialType == SpecialType.System_Int32);

    private static QueueBound BoundOf(InvocationExpressionSyntax call) => Calls.Name(call) switch
    {
        "CreateUnbounded" or "CreateUnboundedPrioritized" => QueueBound.Unbounded,
        "CreateBounded" => Drops(call) ? QueueBound.Drops : QueueBound.Bounded,
        _ => QueueBound.Unknown,
    };

    private static bool Drops(InvocationExpressionSyntax call) => call.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Any(static name => name.Identifier.ValueText is "DropOldest" or "DropNewest" or "DropWrite")
        || (call.ArgumentList.Arguments.Count > 0 && call.ArgumentList.Arguments[0].Expression is IdentifierNameSyntax options
            && Calls.MemberOf(call).Parent is { } type && type.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(static access => access.Name.Identifier.ValueText is "DropOldest" or "DropNewest" or "DropWrite") && options.Identifier.ValueText.Length > 0);

    /// <summary>What every channel of these items in the project is; a writer that is passed about is one of them.</summary>
    private static QueueBound Elsewhere(ITypeSymbol? writer, Compilation compilation, CancellationToken cancellationToken)
    {
        if (writer is not INamedTypeSymbol { TypeArguments: [var item] })
        {
            return QueueBound.Unknown;
        }

        var found = QueueBound.Unknown;
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var (name, bound) in s_channels.GetValue(tree, tree => ChannelsOf(tree, cancellationToken)))
            {
                if (name != item.Name && name != "")
                {
                    continue;
                }

                if (bound == QueueBound.Bounded)
                {
                    return QueueBound.Bounded;
                }

                found = bound;
            }
        }

        return found;
    }

    private static List<(string Item, QueueBound Bound)> ChannelsOf(SyntaxTree tree, CancellationToken cancellationToken)
    {
        // Most files make no channel: their text says so without a walk over their nodes.
        if (tree.GetText(cancellationToken).ToString().IndexOf("ounded", StringComparison.Ordinal) < 0)
        {
            return [];
        }

        return tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(static call => (Call: call, Bound: BoundOf(call)))
            .Where(static made => made.Bound != QueueBound.Unknown)
            .Select(static made => (Calls.NameOf(made.Call) is GenericNameSyntax { TypeArgumentList.Arguments: [var item] } ? NameOf(item) : "", made.Bound)).ToList();
    }

    private static string NameOf(TypeSyntax item) => item switch
    {
        GenericNameSyntax generic => generic.Identifier.ValueText,
        IdentifierNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        PredefinedTypeSyntax predefined => predefined.Keyword.ValueText switch { "string" => "String", "int" => "Int32", "long" => "Int64", var other => other },
        _ => item.ToString(),
    };
}
