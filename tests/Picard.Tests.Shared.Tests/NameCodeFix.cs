using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Tests;

/// <summary>Renames a type from Bad… to Good….</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NameCodeFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["TST0001"];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken);
        var type = (TypeDeclarationSyntax)root!.FindNode(context.Span);
        var name = SyntaxFactory.Identifier(type.Identifier.Text.Replace("Bad", "Good", StringComparison.Ordinal)).WithTriviaFrom(type.Identifier);
        var changed = context.Document.WithSyntaxRoot(root.ReplaceNode(type, type.WithIdentifier(name)));
        context.RegisterCodeFix(CodeAction.Create("Use a good name", _ => Task.FromResult(changed), nameof(NameCodeFix)), context.Diagnostics);
    }
}
