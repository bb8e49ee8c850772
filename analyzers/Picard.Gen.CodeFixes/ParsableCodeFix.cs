using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Picard.Gen.CodeFixes;

/// <summary>
/// Lets a type around one value be read from text, as that value is (PIC0206, PIC0209): <c>record struct UserId(int Value)</c> becomes an <c>IParsable&lt;UserId&gt;</c>.
/// Offered only where the value can be parsed itself: what the text of several values would be is not ours to say.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ParsableCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC0206", "PIC0209"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<ParameterSyntax>() is not { } parameter
            || model?.GetDeclaredSymbol(parameter, context.CancellationToken) is not { } symbol
            || ValueOf(symbol.Type) is not INamedTypeSymbol { IsGenericType: false, DeclaringSyntaxReferences.Length: 1 } type
            || await type.DeclaringSyntaxReferences[0].GetSyntaxAsync(context.CancellationToken).ConfigureAwait(false)
                is not TypeDeclarationSyntax { ParameterList.Parameters.Count: 1 } declaration
            || context.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is not { } document
            || MemberOf(type) is not { } member
            || !(member.SpecialType == SpecialType.System_String || CanBeParsed(member)))
        {
            return;
        }

        var memberType = declaration.ParameterList!.Parameters[0].Type!;
        var parsable = WithParsing(declaration, type.Name, member.SpecialType == SpecialType.System_String ? null : memberType.WithoutTrivia().ToString());
        context.RegisterCodeFix(
            CodeAction.Create(
                $"Implement IParsable<{type.Name}>",
                async cancellationToken => document.WithSyntaxRoot((await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!.ReplaceNode(declaration, parsable)),
                nameof(ParsableCodeFix)),
            context.Diagnostics);
    }

    private static ITypeSymbol ValueOf(ITypeSymbol type)
    {
        var element = type is IArrayTypeSymbol array ? array.ElementType : type;
        return element is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : element;
    }

    /// <summary>The one parameter of the declaration itself.</summary>
    private static ITypeSymbol? MemberOf(INamedTypeSymbol type) =>
        type.InstanceConstructors.FirstOrDefault(static c => c.Parameters.Length == 1 && c.DeclaringSyntaxReferences.Any(static r => r.GetSyntax() is TypeDeclarationSyntax))?.Parameters[0].Type;

    /// <summary>Whether a type has the two methods itself, and not only by its interface.</summary>
    private static bool CanBeParsed(ITypeSymbol type) => type.GetMembers("TryParse").OfType<IMethodSymbol>().Any(static m =>
        m is { IsStatic: true, DeclaredAccessibility: Accessibility.Public, Parameters.Length: 3 }
        && m.Parameters[0].Type.SpecialType == SpecialType.System_String
        && m.Parameters[1].Type.Name == "IFormatProvider"
        && m.Parameters[2].RefKind == RefKind.Out);

    private static TypeDeclarationSyntax WithParsing(TypeDeclarationSyntax declaration, string name, string? memberType)
    {
        var lead = declaration.GetLeadingTrivia();
        var parsable = SyntaxFactory.SimpleBaseType(SyntaxFactory.ParseTypeName($"System.IParsable<{name}>").WithAdditionalAnnotations(Simplifier.Annotation));
        var bare = declaration.WithoutTrivia();
        if (bare.BaseList is null)
        {
            bare = bare.WithParameterList(bare.ParameterList!.WithTrailingTrivia(SyntaxFactory.Space));
        }

        var based = (TypeDeclarationSyntax)bare.AddBaseListTypes(parsable);
        var open = based.OpenBraceToken.IsKind(SyntaxKind.OpenBraceToken)
            ? based
            : based.WithSemicolonToken(default).WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken)).WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken));
        return open.AddMembers([.. Methods(name, memberType)])
            .WithLeadingTrivia(lead)
            .WithTrailingTrivia(declaration.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static IEnumerable<MemberDeclarationSyntax> Methods(string name, string? memberType)
    {
        var (parse, condition, value) = memberType is null ? ("s", "s is not null", "s") : ($"{memberType}.Parse(s, provider)", $"{memberType}.TryParse(s, provider, out var value)", "value");
        yield return Method($"public static {name} Parse(string s, System.IFormatProvider? provider) => new({parse});");
        yield return Method($$"""
            public static bool TryParse([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? s, System.IFormatProvider? provider, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out {{name}} result)
            {
                if ({{condition}})
                {
                    result = new({{value}});
                    return true;
                }

                result = default;
                return false;
            }
            """);
    }

    private static MemberDeclarationSyntax Method(string text) => SyntaxFactory.ParseMemberDeclaration(text)!
        .WithLeadingTrivia(SyntaxFactory.ElasticLineFeed)
        .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)
        .WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation);
}
