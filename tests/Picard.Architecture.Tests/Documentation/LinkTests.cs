namespace Picard.Architecture.Tests.Documentation;

/// <summary>A link of ours leads somewhere.</summary>
public sealed class LinkTests
{
    [Fact]
    public void RelativeLink_LeadsToAFile()
    {
        var pages = Repository.Files(".md").Select(MarkdownFile.Read).ToList();
        Assert.NotEmpty(pages);
        Finding.AssertNone(pages.SelectMany(page => Broken(page, path => File.Exists(path) || Directory.Exists(path), MarkdownFile.Read)));
    }

    [Fact]
    public void BrokenLink_IsFound()
    {
        var page = MarkdownFile.Parse("src/README.md", "# A b\n[x](../LICENSE) [x](nowhere.md) [x](#a-b) [x](#c)\n[web](https://example.com/) `[code](code.md)`\n```\n[x](in-code.md)\n```\n");
        var broken = Broken(page, path => path.EndsWith("LICENSE", StringComparison.Ordinal), _ => page).Select(finding => finding.Text);
        Assert.Equal(["nowhere.md leads nowhere", "#c leads nowhere"], broken);
    }

    private static IEnumerable<Finding> Broken(MarkdownFile page, Func<string, bool> exists, Func<string, MarkdownFile> read)
    {
        foreach (var (line, target) in page.Links.Where(link => !link.Target.Contains("://", StringComparison.Ordinal) && !link.Target.StartsWith("mailto:", StringComparison.Ordinal)))
        {
            var parts = target.Split('#', 2);
            var folder = Path.GetDirectoryName(page.Path)!;
            var path = parts[0].Length == 0 ? page.Path : Path.Combine(folder, Uri.UnescapeDataString(parts[0]));
            var isThere = parts[0].Length == 0 || exists(Repository.PathOf(path));
            if (isThere && parts.Length == 2 && path.EndsWith(".md", StringComparison.Ordinal))
            {
                isThere = read(path).Anchors.Contains(parts[1]);
            }

            if (!isThere)
            {
                yield return new Finding(page.Path, line, $"{target} leads nowhere");
            }
        }
    }
}
