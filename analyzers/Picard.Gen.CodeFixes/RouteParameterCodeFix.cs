using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.CodeFixes;

/// <summary>Adds the parameter that a route names to its method (PIC0201).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RouteParameterCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC0201"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method
                || !diagnostic.Properties.TryGetValue("name", out var name)
                || !diagnostic.Properties.TryGetValue("type", out var type))
            {
                continue;
            }

            var changed = root.ReplaceNode(method, method.WithParameterList(WithParameter(method.ParameterList, name!, type!)));
            context.RegisterCodeFix(
                CodeAction.Create($"Add the parameter '{type} {name}'", _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)), nameof(RouteParameterCodeFix)),
                diagnostic);
        }
    }

    // Before the first parameter that may be left out, and before a cancellation token, which is last by convention.
    private static ParameterListSyntax WithParameter(ParameterListSyntax list, string name, string type)
    {
        var position = list.Parameters.IndexOf(static parameter =>
            parameter.Default is not null
            || parameter.Modifiers.Any(SyntaxKind.ParamsKeyword)
            || parameter.Type is SimpleNameSyntax { Identifier.ValueText: nameof(CancellationToken) });
        position = position < 0 ? list.Parameters.Count : position;
        var identifier = SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None
            ? SyntaxFactory.Identifier(name)
            : SyntaxFactory.VerbatimIdentifier(default, name, name, default);
        var parameter = SyntaxFactory.Parameter(identifier)
            .WithType(SyntaxFactory.ParseTypeName(type).WithTrailingTrivia(SyntaxFactory.Space));

        var parameters = list.Parameters.GetWithSeparators().ToList();
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        if (list.Parameters.Count == 0)
        {
            parameters.Add(parameter);
        }
        else if (position == list.Parameters.Count)
        {
            parameters.AddRange([comma, parameter]);
        }
        else
        {
            parameters.InsertRange(position * 2, [parameter, comma]);
        }

        return list.WithParameters(SyntaxFactory.SeparatedList<ParameterSyntax>(parameters));
    }
}
