using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.CodeFixes;

/// <summary>Adds the parameter that a route names to its method (PIC0201, PIC0705).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RouteParameterCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC0201", "PIC0705"];

    // Two parameters of one method go into one list, so all of a document are added at once.
    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => DocumentChange.FixAll(ChangeAsync);

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) => DocumentChange.RegisterAsync(context, ChangeAsync, nameof(RouteParameterCodeFix));

    private static async Task<DocumentChange?> ChangeAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var added = new Dictionary<MethodDeclarationSyntax, List<(string Name, string Type)>>();
        foreach (var diagnostic in diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method
                || !diagnostic.Properties.TryGetValue("name", out var name)
                || !diagnostic.Properties.TryGetValue("type", out var type))
            {
                continue;
            }

            if (!added.TryGetValue(method, out var parameters))
            {
                added.Add(method, parameters = []);
            }

            // Two routes of a method may name the same.
            if (!parameters.Exists(parameter => parameter.Name == name))
            {
                parameters.Add((name!, type!));
            }
        }

        if (added.Count == 0)
        {
            return null;
        }

        var (firstName, firstType) = added.First().Value[0];
        var changed = root!.ReplaceNodes(
            added.Keys,
            (original, current) => current.WithParameterList(added[original].Aggregate(current.ParameterList, static (list, parameter) => WithParameter(list, parameter.Name, parameter.Type))));
        return new($"Add the parameter '{firstType} {firstName}'", document.WithSyntaxRoot(changed));
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
