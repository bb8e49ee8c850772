using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.CodeFixes;

/// <summary>Marks a method with the event that its class gets instead of one that it does not get (PIC0412, PIC0503, PIC0504).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class EventRenameCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC0412", "PIC0503", "PIC0504"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue("instead", out var instead) && instead is not null
                && root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is { } attribute)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Mark the method [{instead}]",
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(attribute.Name, SyntaxFactory.IdentifierName(instead).WithTriviaFrom(attribute.Name)))),
                        nameof(EventRenameCodeFix)),
                    diagnostic);
            }
        }
    }
}
