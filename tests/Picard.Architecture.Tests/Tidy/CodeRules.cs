using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Architecture.Tests.Tidy;

/// <summary>What our code does not do.</summary>
internal static class CodeRules
{
    /// <summary>The one file that may be unsafe: the kernel's own structures.</summary>
    private const string UnsafeFile = "src/Picard.Transport/Linux/Epoll.cs";

    /// <summary>One way to read a file: no conditional compilation, no folding.</summary>
    public static IEnumerable<Finding> Directives(SourceFile file) =>
        file.Syntax.DescendantTrivia(descendIntoTrivia: true)
            .Where(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia) || trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
            .Select(trivia => file.At(trivia.SpanStart, "no conditional compilation and no regions"));

    public static IEnumerable<Finding> Unsafe(SourceFile file) =>
        file.Path == UnsafeFile
            ? []
            : file.Syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.UnsafeKeyword)).Select(token => file.At(token, $"unsafe code lives in {UnsafeFile} only"));

    public static IEnumerable<Finding> NotImplemented(SourceFile file) =>
        file.Syntax.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.Text == "NotImplementedException")
            .Select(token => file.At(token, "what is not implemented is not declared"));

    /// <summary>A test waits for what it is told, with a limit; a test that waits for time is slow, or flaky, or both.</summary>
    public static IEnumerable<Finding> Sleeping(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(access => (LastName(access.Expression), access.Name.Identifier.Text) is ("Thread", "Sleep") or ("Task", "Delay") or ("Thread", "SpinWait"))
            .Select(access => file.At(access, $"a test does not wait for time to pass: {access}"));

    public static IEnumerable<Finding> Skipping(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<AttributeArgumentSyntax>()
            .Where(argument => argument.NameEquals?.Name.Identifier.Text is "Skip" or "SkipWhen" or "SkipUnless" or "Explicit")
            .Select(argument => file.At(argument, "a test that is skipped says nothing; mend it or delete it"));

    private static string LastName(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        IdentifierNameSyntax name => name.Identifier.Text,
        AliasQualifiedNameSyntax name => name.Name.Identifier.Text,
        _ => "",
    };
}
