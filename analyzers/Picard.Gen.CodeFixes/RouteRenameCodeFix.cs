using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Picard.Gen.CodeFixes;

/// <summary>Gives a route parameter that no parameter of the method has the name of the one that must be meant (PIC0201).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RouteRenameCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC0201"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            var span = diagnostic.Location.SourceSpan;
            var node = root?.FindNode(span, getInnermostNodeForTie: true);
            if (node?.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method
                || node.FirstAncestorOrSelf<AttributeSyntax>() is not { } route
                || MeantBy(method, route) is not { } name)
            {
                continue;
            }

            var changed = text.WithChanges(new TextChange(span, name));
            context.RegisterCodeFix(
                CodeAction.Create($"Rename the route parameter to '{name}'", _ => Task.FromResult(context.Document.WithText(changed)), nameof(RouteRenameCodeFix)),
                diagnostic);
        }
    }

    /// <summary>The one required parameter whose value would otherwise come from the query; null if there is not exactly one.</summary>
    private static string? MeantBy(MethodDeclarationSyntax method, AttributeSyntax route)
    {
        var pattern = route.ArgumentList?.ToString() ?? "";
        var candidates = method.ParameterList.Parameters
            .Where(static p => p is { AttributeLists.Count: 0, Default: null, Type: PredefinedTypeSyntax or IdentifierNameSyntax { Identifier.ValueText: nameof(Guid) } })
            .Select(static p => p.Identifier.ValueText)
            .Where(name => pattern.IndexOf("{" + name, StringComparison.OrdinalIgnoreCase) < 0)
            .ToList();
        return candidates.Count == 1 ? candidates[0] : null;
    }
}
