using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Picard.Gen.Analyzers.Tests.Corpus.Judge;

/// <summary>Which member of a type a line belongs to.</summary>
internal static class Members
{
    /// <summary>The span of the innermost member that is not a type, or of the top-level statements.</summary>
    public static TextSpan Around(CSharpSyntaxTree tree, int line)
    {
        var text = tree.GetText().Lines[line];
        var first = text.Start + text.ToString().TakeWhile(char.IsWhiteSpace).Count();
        var member = tree.GetRoot().FindToken(first).Parent?.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault(member => member is not BaseTypeDeclarationSyntax);
        return member switch
        {
            null => text.Span,
            GlobalStatementSyntax => tree.GetRoot().FullSpan,
            _ => member.FullSpan,
        };
    }
}
