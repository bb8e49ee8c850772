using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>The indexes of all trees of a compilation, and one semantic model for each tree.</summary>
internal sealed class SourceIndex
{
    private static readonly ConditionalWeakTable<Compilation, SourceIndex> s_cache = new();

    private readonly System.Collections.Concurrent.ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly Lazy<Dictionary<string, List<TreeIndex>>> _trees;

    private SourceIndex(Compilation compilation)
    {
        Compilation = compilation;
        _trees = new Lazy<Dictionary<string, List<TreeIndex>>>(Merge);
    }

    public Compilation Compilation { get; }

    public static SourceIndex In(Compilation compilation) => s_cache.GetValue(compilation, static compilation => new SourceIndex(compilation));

    public SemanticModel ModelOf(SyntaxTree tree) => _models.GetOrAdd(tree, tree => Compilation.GetSemanticModel(tree));

    /// <summary>Whether a symbol is declared in a tree of this compilation: the IDE has other projects as source, too.</summary>
    public bool IsSource(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Compilation.Assembly);

    public IEnumerable<SyntaxNode> Derived(string name) => Find(name, static index => index.Derived);

    public IEnumerable<SyntaxNode> Assigned(string name) => Find(name, static index => index.Assigned);

    public IEnumerable<SyntaxNode> Added(string name) => Find(name, static index => index.Added);

    public IEnumerable<SyntaxNode> Called(string name) => Find(name, static index => index.Called);

    public IEnumerable<SyntaxNode> Mapped(string name) => Find(name, static index => index.Mapped);

    private IEnumerable<SyntaxNode> Find(string name, Func<TreeIndex, Dictionary<string, List<SyntaxNode>>> table)
    {
        if (!_trees.Value.TryGetValue(name, out var trees))
        {
            yield break;
        }

        foreach (var tree in trees)
        {
            if (table(tree).TryGetValue(name, out var nodes))
            {
                foreach (var node in nodes)
                {
                    yield return node;
                }
            }
        }
    }

    /// <summary>By each name that any of its tables has: the trees.</summary>
    private Dictionary<string, List<TreeIndex>> Merge()
    {
        var trees = new Dictionary<string, List<TreeIndex>>(StringComparer.Ordinal);
        foreach (var tree in Compilation.SyntaxTrees)
        {
            var index = TreeIndex.Of(tree, default);
            foreach (var name in index.Names)
            {
                if (!trees.TryGetValue(name, out var list))
                {
                    trees.Add(name, list = []);
                }

                list.Add(index);
            }
        }

        return trees;
    }
}
