using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.CodeFixes;

/// <summary>Marks a parameter that nothing of a request can be as a service (PIC0209, PIC0210).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ServiceCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC0209", "PIC0210"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<ParameterSyntax>() is { } parameter)
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Take '{parameter.Identifier.ValueText}' from the services",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(parameter, WithService(parameter)))),
                    nameof(ServiceCodeFix)),
                context.Diagnostics);
        }
    }

    // The attribute is the first token then, so it takes over what stands before the parameter.
    private static ParameterSyntax WithService(ParameterSyntax parameter)
    {
        var service = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(SyntaxFactory.IdentifierName("Service"))))
            .WithTrailingTrivia(SyntaxFactory.Space);
        var bare = parameter.WithoutLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, service)).WithLeadingTrivia(parameter.GetLeadingTrivia());
    }
}
