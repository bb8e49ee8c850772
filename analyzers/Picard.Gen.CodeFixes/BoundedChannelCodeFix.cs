using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Picard.Gen.CodeFixes;

/// <summary>Gives a channel a bound at which its producers wait (PIC2005).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BoundedChannelCodeFix : CodeFixProvider
{
    // Limit: a number to begin with, large enough to even out a burst; the right one is only known to whoever knows the items.
    private const int Capacity = 128;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC2005"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            var creation = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).AncestorsAndSelf().TakeWhile(static node => node is not StatementSyntax)
                .OfType<InvocationExpressionSyntax>().FirstOrDefault(static call => NameOf(call)?.Identifier.ValueText == "CreateUnbounded");
            if (creation is not null && Bounded(creation) is { } bounded)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Create a channel of at most {Capacity} items", _ => Task.FromResult(context.Document.WithSyntaxRoot(root!.ReplaceNode(creation, bounded))), nameof(BoundedChannelCodeFix)),
                    diagnostic);
            }
        }
    }

    private static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    private static InvocationExpressionSyntax? Bounded(InvocationExpressionSyntax creation)
    {
        var capacity = SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(Capacity)));
        var name = NameOf(creation)!;
        var renamed = creation.ReplaceNode(name, name.WithIdentifier(SyntaxFactory.Identifier("CreateBounded").WithTriviaFrom(name.Identifier)));
        var arguments = renamed.ArgumentList.Arguments;
        if (arguments.Count == 0)
        {
            return renamed.WithArgumentList(renamed.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(capacity)));
        }

        if (arguments.Count == 1 && arguments[0].Expression is ImplicitObjectCreationExpressionSyntax untyped)
        {
            // new(128) could be the number as well.
            var typed = SyntaxFactory.ObjectCreationExpression(
                untyped.NewKeyword.WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.ParseTypeName("System.Threading.Channels.BoundedChannelOptions").WithAdditionalAnnotations(Simplifier.Annotation),
                untyped.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(capacity)),
                untyped.Initializer);
            return renamed.ReplaceNode(untyped, typed.WithTriviaFrom(untyped));
        }

        // Its options are those of the other, but for the capacity.
        return arguments.Count == 1 && arguments[0].Expression is ObjectCreationExpressionSyntax { Type: { } type } options && type.DescendantTokens().Last(static token => token.IsKind(SyntaxKind.IdentifierToken)) is { ValueText: "UnboundedChannelOptions" } word
            ? renamed.ReplaceNode(options, options
                .WithType(type.ReplaceToken(word, SyntaxFactory.Identifier("BoundedChannelOptions").WithTriviaFrom(options.ArgumentList is null ? default : word)))
                .WithArgumentList(SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(capacity)).WithTrailingTrivia(options.ArgumentList?.GetTrailingTrivia() ?? type.GetTrailingTrivia())))
            : null;
    }
}
