using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Who writes to a queue that is never full: few items that are known, or no more than a count lets through.</summary>
internal static class QueueWriters
{
    public static bool AreBounded(ExpressionSyntax creation, SemanticModel model, CancellationToken cancellationToken)
    {
        if (TargetOf(creation) is not { } name)
        {
            return false;
        }

        var isLocal = creation.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not null;
        var scope = isLocal ? Calls.MemberOf(creation) : (SyntaxNode?)creation.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? creation.SyntaxTree.GetRoot(cancellationToken);
        var writes = scope.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => IsWrite(call) && RootOf(call) == name).ToList();
        if (writes.Count == 0)
        {
            return false;
        }

        if (writes.All(static write => Limits.AreGated(Calls.FunctionOf(write))) || IsPool(scope, writes, name, model, cancellationToken))
        {
            return true;
        }

        return isLocal && IsCompleted(scope, name) && !IsPassedOn(scope, name) && writes.All(write => IsFinite(write, model, cancellationToken));
    }

    /// <summary>Whether a queue is filled with a few things when it is made and only gets back what was taken from it.</summary>
    private static bool IsPool(SyntaxNode scope, List<InvocationExpressionSyntax> writes, string name, SemanticModel model, CancellationToken cancellationToken) =>
        writes.Any(static write => Calls.FunctionOf(write) is ConstructorDeclarationSyntax && Loops.Around(write).OfType<ForStatementSyntax>().Any())
        && writes.Count > 1
        && scope.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => Calls.Name(call) is "ReadAsync" or "Take" or "ReceiveAsync" && RootOf(call) == name);

    private static bool IsWrite(InvocationExpressionSyntax call) => Calls.Name(call) is "TryWrite" or "WriteAsync" or "Post" or "SendAsync" or "Add" or "TryAdd" or "Enqueue";

    private static bool IsFinite(InvocationExpressionSyntax write, SemanticModel model, CancellationToken cancellationToken) =>
        Calls.FunctionOf(write) is var function && (function is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) || IsRunOnce(function))
        && Loops.Around(write).All(loop => Loops.IsSmall(loop, model, cancellationToken) || Loops.IsOverMemory(loop, model, cancellationToken));

    /// <summary>Whether a lambda is the work of one task, or of one for each of a few items.</summary>
    private static bool IsRunOnce(SyntaxNode function) => function.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && Calls.Name(call) is "Run" or "StartNew" && !Loops.Around(call).Any();

    private static bool IsCompleted(SyntaxNode scope, string name) => scope.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Any(call => Calls.Name(call) is "Complete" or "TryComplete" or "CompleteAdding" && RootOf(call) == name);

    private static bool IsPassedOn(SyntaxNode scope, string name) => scope.DescendantNodes().OfType<ArgumentSyntax>().Any(argument =>
        argument.Expression is IdentifierNameSyntax identifier ? identifier.Identifier.ValueText == name
            : argument.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Writer", Expression: IdentifierNameSyntax owner } && owner.Identifier.ValueText == name);

    /// <summary>What a queue is kept as.</summary>
    private static string? TargetOf(ExpressionSyntax creation) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
        AssignmentExpressionSyntax assignment => Calls.LastName(assignment.Left),
        _ => null,
    };

    /// <summary><c>queue</c> of <c>queue.Writer.TryWrite(item)</c>.</summary>
    private static string? RootOf(InvocationExpressionSyntax call)
    {
        var receiver = Calls.ReceiverOf(call);
        return receiver is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Writer" or "Reader", Expression: var owner } ? Calls.LastName(owner) : Calls.LastName(receiver);
    }
}
