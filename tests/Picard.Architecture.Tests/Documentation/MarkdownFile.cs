using System.Text;
using System.Text.RegularExpressions;

namespace Picard.Architecture.Tests.Documentation;

/// <summary>What the documentation tests need of a Markdown page: its fenced blocks, headings and links.</summary>
internal sealed partial class MarkdownFile
{
    private MarkdownFile(string path, IReadOnlyList<Block> blocks, IReadOnlyList<string> anchors, IReadOnlyList<(int Line, string Target)> links)
    {
        Path = path;
        Blocks = blocks;
        Anchors = anchors;
        Links = links;
    }

    public string Path { get; }

    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>The anchors of the headings, as GitHub makes them.</summary>
    public IReadOnlyList<string> Anchors { get; }

    public IReadOnlyList<(int Line, string Target)> Links { get; }

    public static MarkdownFile Read(string path) => Parse(path, File.ReadAllText(Repository.PathOf(path)));

    public static MarkdownFile Parse(string path, string text)
    {
        var blocks = new List<Block>();
        var anchors = new List<string>();
        var links = new List<(int, string)>();
        (string Fence, string Language, int Line, StringBuilder Text)? open = null;
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var fence = Fence().Match(line);
            if (open is { } block)
            {
                if (fence.Success && fence.Groups["fence"].Value.StartsWith(block.Fence, StringComparison.Ordinal) && fence.Groups["language"].Length == 0)
                {
                    blocks.Add(new Block(block.Language, block.Line, block.Text.ToString()));
                    open = null;
                }
                else
                {
                    block.Text.Append(line).Append('\n');
                }
            }
            else if (fence.Success)
            {
                open = (fence.Groups["fence"].Value, fence.Groups["language"].Value, number + 1, new StringBuilder());
            }
            else
            {
                var heading = Heading().Match(line);
                if (heading.Success)
                {
                    anchors.Add(AnchorOf(heading.Groups["title"].Value));
                }

                // What stands in backticks is code, even if it looks like a link.
                links.AddRange(Link().Matches(InlineCode().Replace(line, "code")).Select(match => (number, match.Groups["target"].Value)));
            }
        }

        return new MarkdownFile(path, blocks, anchors, links);
    }

    private static string AnchorOf(string title) => NotInAnchor().Replace(title.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^\s*(?<fence>`{3,}|~{3,})\s*(?<language>[\w+#-]*)")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#{1,6}\s+(?<title>.*?)\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"!?\[[^\]]*\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    /// <summary>A fenced block; the line is that of its first line of text.</summary>
    internal sealed record Block(string Language, int Line, string Text);
}
