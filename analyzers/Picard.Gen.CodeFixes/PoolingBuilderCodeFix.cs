using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Picard.Gen.CodeFixes;

/// <summary>Gives an asynchronous method the builder that pools its state (PIC5006); one that returns a task returns a value task then.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PoolingBuilderCodeFix : CodeFixProvider
{
    private const string Namespace = "System.Runtime.CompilerServices";

    private static readonly DocumentChange.Maker s_maker = DocumentChange.Checked(ChangeAsync);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC5006"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => DocumentChange.FixAll(s_maker);

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) => DocumentChange.RegisterAsync(context, s_maker, nameof(PoolingBuilderCodeFix));

    private static async Task<DocumentChange?> ChangeAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not CompilationUnitSyntax root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var methods = diagnostics.Select(diagnostic => root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>()).OfType<MethodDeclarationSyntax>().ToList();
        if (methods.Count == 0)
        {
            return null;
        }

        var isImported = model.LookupNamespacesAndTypes(methods[0].SpanStart, name: "PoolingAsyncValueTaskMethodBuilder").Length > 0;
        var changed = root.ReplaceNodes(methods, static (_, current) => WithBuilder(current));
        return new("Pool the state of the method", document.WithSyntaxRoot(isImported ? changed : WithUsing(changed)));
    }

    private static MethodDeclarationSyntax WithBuilder(MethodDeclarationSyntax method)
    {
        var isGeneric = method.ReturnType.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().First(static name => name.Identifier.ValueText is "Task" or "ValueTask") is GenericNameSyntax;
        var attribute = SyntaxFactory.Attribute(
            SyntaxFactory.IdentifierName("AsyncMethodBuilder"),
            SyntaxFactory.ParseAttributeArgumentList(isGeneric ? "(typeof(PoolingAsyncValueTaskMethodBuilder<>))" : "(typeof(PoolingAsyncValueTaskMethodBuilder))"));
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute));
        var type = method.ReturnType.ReplaceTokens(
            method.ReturnType.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "Task" && token.Parent is SimpleNameSyntax { Parent: not TypeArgumentListSyntax }).Take(1),
            static (_, token) => SyntaxFactory.Identifier("ValueTask").WithTriviaFrom(token));
        method = method.WithReturnType(type);

        // It stands after the other attributes, on a line of its own where they do.
        if (method.AttributeLists.Count == 0)
        {
            var lead = method.GetLeadingTrivia();
            return method.WithoutLeadingTrivia().AddAttributeLists(list.WithLeadingTrivia(lead).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)).WithAdditionalAnnotations(Formatter.Annotation);
        }

        var last = method.AttributeLists.Last();
        return last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? method.AddAttributeLists(list.WithLeadingTrivia(last.GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))).WithTrailingTrivia(last.GetTrailingTrivia().Last()))
            : method.ReplaceNode(last, last.WithAttributes(last.Attributes.Add(attribute.WithLeadingTrivia(SyntaxFactory.Space))));
    }

    private static CompilationUnitSyntax WithUsing(CompilationUnitSyntax root)
    {
        var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(Namespace).WithLeadingTrivia(SyntaxFactory.Space));
        if (root.Usings.Count == 0)
        {
            return root.WithoutLeadingTrivia().AddUsings(directive.WithLeadingTrivia(root.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed, SyntaxFactory.ElasticCarriageReturnLineFeed));
        }

        var before = root.Usings.TakeWhile(static other => other.Alias is null && !other.StaticKeyword.IsKind(SyntaxKind.StaticKeyword) && IsBefore(other.Name?.ToString() ?? "")).Count();
        if (before == 0)
        {
            var first = root.Usings[0];
            return root.WithUsings(root.Usings.Replace(first, first.WithoutLeadingTrivia()).Insert(0, directive.WithLeadingTrivia(first.GetLeadingTrivia()).WithTrailingTrivia(first.GetTrailingTrivia())));
        }

        return root.WithUsings(root.Usings.Insert(before, directive.WithTrailingTrivia(root.Usings[before - 1].GetTrailingTrivia())));
    }

    // Usings of System come first, by their names.
    private static bool IsBefore(string name) =>
        (name == "System" || name.StartsWith("System.", StringComparison.Ordinal)) && string.CompareOrdinal(name, Namespace) < 0;
}
