using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.CodeFixes;

/// <summary>Has a middleware that has answered, and then returns on the spot, return that it has (PIC0512).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HandledCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC0512"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);

        // Other ways come to a return that stands behind an if: there the return is right, and what is missing is another.
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is ExpressionSyntax { Parent: ReturnStatementSyntax result } value && StandsBehindAnswer(result))
        {
            var handled = SyntaxFactory.ParseExpression("Next.Handled").WithTriviaFrom(value);
            context.RegisterCodeFix(
                CodeAction.Create("Return Next.Handled", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(value, handled))), nameof(HandledCodeFix)),
                context.Diagnostics);
        }
    }

    private static bool StandsBehindAnswer(ReturnStatementSyntax result)
    {
        var statements = result.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        return statements.TakeWhile(s => s != result).Any(static s =>
            s is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Respond" } } });
    }
}
