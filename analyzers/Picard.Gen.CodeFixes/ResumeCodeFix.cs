using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Picard.Gen.CodeFixes;

/// <summary>Lets a producer that stops at <c>Flow.Paused</c> go on: marks it <c>[OnResume]</c> where it can be that event itself, or adds a method for the event (PIC2009).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ResumeCodeFix : CodeFixProvider
{
    private static readonly DocumentChange.Maker s_maker = DocumentChange.Checked(ChangeAsync);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC2009"];

    // A handler is reported at each write at which it stops, and gets one method.
    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => DocumentChange.FixAll(s_maker);

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) => DocumentChange.RegisterAsync(context, s_maker, nameof(ResumeCodeFix));

    private static async Task<DocumentChange?> ChangeAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
        {
            return null;
        }

        var title = "";
        var changes = new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>();
        var types = new HashSet<SyntaxNode>();
        foreach (var diagnostic in diagnostics)
        {
            var place = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || place.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method || !types.Add(type))
            {
                continue;
            }

            if (method is { ParameterList.Parameters.Count: 0, AttributeLists.Count: 0, TypeParameterList: null })
            {
                title = $"Mark '{method.Identifier.ValueText}' [OnResume]";
                changes[method] = static current => Marked((MethodDeclarationSyntax)current);
            }
            else
            {
                title = "Add a method marked [OnResume]";
                changes[type] = static current => WithResume((TypeDeclarationSyntax)current);
            }
        }

        return changes.Count == 0 ? null : new(title, document.WithSyntaxRoot(root.ReplaceNodes(changes.Keys, (original, current) => changes[original](current))));
    }

    private static MethodDeclarationSyntax Marked(MethodDeclarationSyntax method)
    {
        var attribute = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(SyntaxFactory.IdentifierName("OnResume"))))
            .WithLeadingTrivia(method.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
        return method.WithoutLeadingTrivia().WithAttributeLists(SyntaxFactory.SingletonList(attribute));
    }

    private static TypeDeclarationSyntax WithResume(TypeDeclarationSyntax type)
    {
        var names = new HashSet<string>(type.Members.OfType<MethodDeclarationSyntax>().Select(static method => method.Identifier.ValueText));
        var name = names.Contains("Resume") ? "OnResume" : "Resume";
        var method = (MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($$"""

            [OnResume]
            private void {{name}}()
            {
                throw new global::System.NotImplementedException();
            }

            """)!;
        return type.AddMembers(method.WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation));
    }
}
