using System.Text.RegularExpressions;

namespace Picard.Architecture.Tests.Tidy;

/// <summary>Rules for every text file, code or not.</summary>
internal static partial class TextRules
{
    public static IEnumerable<Finding> Promises(SourceFile file) =>
        Promise().Matches(file.Text).Select(match => file.At(match.Index, $"{match.Value}: do it, or open an issue"));

    public static IEnumerable<Finding> MachinePaths(SourceFile file) =>
        MachinePath().Matches(file.Text).Select(match => file.At(match.Index, $"{match.Value}: a path that exists on one machine only"));

    // The words are joined here from halves so that this file passes its own rule.
    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|X" + @"XX)\b")]
    private static partial Regex Promise();

    [GeneratedRegex(@"(?<![\w.*:/-])/(work|tmp|root|home/\w+|Users/\w+/\w+)/|\b[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();
}
