namespace Picard.Architecture.Tests;

/// <summary>Reads lines such as <c>src/B -> A, C</c> and answers what a project may reference.</summary>
internal sealed class DependencyRules
{
    private readonly Dictionary<string, string[]> _direct;

    private DependencyRules(Dictionary<string, string[]> direct) => _direct = direct;

    public static DependencyRules Parse(IEnumerable<string> lines) => new(lines
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split("->", StringSplitOptions.TrimEntries))
        .ToDictionary(
            sides => sides[0],
            sides => sides[1] == "nothing" ? [] : sides[1].Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal).ToArray()));

    public bool Governs(string projectPath) => _direct.ContainsKey(FolderOf(projectPath));

    public IReadOnlyList<string> Direct(string projectPath) => _direct[FolderOf(projectPath)];

    /// <summary>What it references, and what that references, and so on.</summary>
    public IReadOnlySet<string> Closure(string projectPath)
    {
        var known = new HashSet<string>();
        var open = new Stack<string>(Direct(projectPath));
        while (open.TryPop(out var name))
        {
            if (known.Add(name))
            {
                var folder = _direct.Keys.Single(key => key.EndsWith('/' + name, StringComparison.Ordinal));
                foreach (var next in _direct[folder])
                {
                    open.Push(next);
                }
            }
        }

        return known;
    }

    private static string FolderOf(string projectPath) => projectPath[..projectPath.LastIndexOf('/')];
}
