using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Gen.Generators;

/// <summary>Reads what the trees of a compilation contribute.</summary>
/// <remarks>
/// It remembers the trees of the last edit: nearly all of them are in the next one too, each at the same place, and need not be looked up.
/// The driver keeps the last compilation as well, so it keeps nothing alive.
/// </remarks>
internal sealed class TreesReader
{
    // Race: a driver may run twice at once. Each run takes what it finds and leaves what it has; whichever that is, a model is that of its tree.
    private volatile Edit _last = new([], []);

    public EquatableArray<TreeModel> Read(Compilation compilation, CancellationToken cancellationToken)
    {
        var last = _last;
        var trees = ((CSharpCompilation)compilation).SyntaxTrees;
        var models = new TreeModel[trees.Length];
        var contributing = new List<TreeModel>(trees.Length);
        for (var i = 0; i < trees.Length; i++)
        {
            models[i] = i < last.Trees.Length && ReferenceEquals(trees[i], last.Trees[i]) ? last.Models[i] : TreeReader.Read(trees[i], cancellationToken);
            if (!ReferenceEquals(models[i], TreeModel.Empty))
            {
                contributing.Add(models[i].Known);
            }
        }

        _last = new Edit(trees, models);
        return contributing;
    }

    private sealed class Edit(ImmutableArray<SyntaxTree> trees, TreeModel[] models)
    {
        public ImmutableArray<SyntaxTree> Trees => trees;

        public TreeModel[] Models => models;
    }
}
