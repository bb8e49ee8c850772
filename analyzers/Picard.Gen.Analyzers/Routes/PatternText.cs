using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Picard.Gen.Analyzers;

/// <summary>Where a part of a literal's value stands in the source.</summary>
internal static class PatternText
{
    /// <summary>The argument of a route attribute, if it is a literal.</summary>
    public static LiteralExpressionSyntax? LiteralOf(AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals is null)?.Expression as LiteralExpressionSyntax;

    /// <summary>The place of a part of a literal's value; the whole literal if escapes stand between the two.</summary>
    public static Location PlaceOf(LiteralExpressionSyntax literal, int start, int length)
    {
        var text = literal.Token.Text;
        var value = literal.Token.ValueText;

        // "…", @"…" and """…""" hold the value as it is unless something in it is escaped.
        var offset = value.Length == 0 ? -1 : text.IndexOf(value, StringComparison.Ordinal);
        return offset < 0 || length == 0
            ? literal.GetLocation()
            : Location.Create(literal.SyntaxTree, new TextSpan(literal.SpanStart + offset + start, length));
    }

    /// <summary>Where the name of a parameter begins in the text of a valid pattern.</summary>
    public static int IndexOfParameter(string pattern, string name)
    {
        for (var open = pattern.IndexOf('{'); open >= 0; open = pattern.IndexOf('{', open + 1))
        {
            var start = open + 1;
            while (pattern[start] == '*')
            {
                start++;
            }

            // A brace of a regular expression is no parameter: a parameter begins its segment.
            var end = start + name.Length;
            if (pattern[open - 1] == '/' && string.CompareOrdinal(pattern, start, name, 0, name.Length) == 0 && pattern[end] is ':' or '?' or '=' or '}')
            {
                return start;
            }
        }

        return 0;
    }
}
