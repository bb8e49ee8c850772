using System.Collections.Immutable;
using System.Composition;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Picard.Gen.CodeFixes;

/// <summary>Gives a route that is taken a path of its own, by the name of its method or handler (PIC0102).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DuplicateRouteCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC0102"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
                || attribute.ArgumentList?.Arguments.FirstOrDefault()?.Expression is not LiteralExpressionSyntax literal
                || NameOf(attribute.Parent?.Parent) is not { } name
                || literal.Token.Text.IndexOf(literal.Token.ValueText, StringComparison.Ordinal) is not (> 0 and var start))
            {
                continue;
            }

            var route = literal.Token.ValueText;
            var segment = Segment(name);
            var position = PositionIn(route);
            var added = position == route.Length && route[position - 1] != '/' ? "/" + segment : position < route.Length ? segment + "/" : segment;
            var changed = text.WithChanges(new TextChange(new TextSpan(literal.SpanStart + start + position, 0), added));
            context.RegisterCodeFix(
                CodeAction.Create($"Rename the route to '{route.Insert(position, added)}'", _ => Task.FromResult(context.Document.WithText(changed)), nameof(DuplicateRouteCodeFix)),
                diagnostic);
        }
    }

    private static string? NameOf(SyntaxNode? declaration) => declaration switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        TypeDeclarationSyntax type => type.Identifier.ValueText,
        _ => null,
    };

    // At the end, but before a parameter that may be missing or takes all the rest: nothing can follow it.
    private static int PositionIn(string route)
    {
        var slash = route.LastIndexOf('/');
        var last = route.Substring(slash + 1);
        return last.StartsWith("{*", StringComparison.Ordinal) || last.EndsWith("?}", StringComparison.Ordinal) || last.IndexOf('=') >= 0 ? slash + 1 : route.Length;
    }

    // FindByName: find-by-name
    private static string Segment(string name)
    {
        var segment = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1]))
            {
                segment.Append('-');
            }

            segment.Append(char.ToLowerInvariant(name[i]));
        }

        return segment.ToString();
    }
}
