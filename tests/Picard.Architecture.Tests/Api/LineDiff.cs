using System.Text;

namespace Picard.Architecture.Tests.Api;

/// <summary>The lines that two sorted texts do not share, in order: enough for an approval, where no line moves.</summary>
internal static class LineDiff
{
    public static string Between(string expected, string actual)
    {
        var before = expected.Split('\n');
        var after = actual.Split('\n');
        var shared = SharedSuffixLengths(before, after);
        var text = new StringBuilder();
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                i++;
                j++;
            }
            else if (j == after.Length || (i < before.Length && shared[i + 1, j] >= shared[i, j + 1]))
            {
                text.Append("- ").Append(before[i++]).Append('\n');
            }
            else
            {
                text.Append("+ ").Append(after[j++]).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The longest common subsequence of every pair of suffixes.</summary>
    private static int[,] SharedSuffixLengths(string[] before, string[] after)
    {
        var shared = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                shared[i, j] = before[i] == after[j] ? shared[i + 1, j + 1] + 1 : Math.Max(shared[i + 1, j], shared[i, j + 1]);
            }
        }

        return shared;
    }
}
