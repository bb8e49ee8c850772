using System.Collections.Immutable;
using System.IO;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Picard.Gen.Analyzers;

/// <summary>What methods of other assemblies do to the thread that calls them, as one compilation sees them: by the framework's table, and by the scan of references.</summary>
internal sealed class EffectTable
{
    /// <summary>The name of the additional file that the scan of references writes.</summary>
    private const string ScanName = "picard.effects";

    // A text lives on from edit to edit, so a scan is read once.
    private static readonly ConditionalWeakTable<SourceText, EffectIndex> s_scans = new();

    private readonly IAssemblySymbol _source;
    private readonly EffectIndex _framework = EffectIndex.Framework;
    private readonly ImmutableArray<EffectIndex> _scans;

    // Boxes null as well: most methods that are asked about have no effect.
    private readonly ConditionalWeakTable<IMethodSymbol, Answer> _answers = new();

    private EffectTable(Compilation compilation, ImmutableArray<EffectIndex> scans)
    {
        _source = compilation.Assembly;
        _scans = scans;
    }

    /// <param name="files">The additional files of the compilation; those that the scan of references wrote are read.</param>
    public static EffectTable In(Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        var scans = ImmutableArray.CreateBuilder<EffectIndex>();
        foreach (var file in files.IsDefault ? [] : files)
        {
            if (string.Equals(Path.GetFileName(file.Path), ScanName, StringComparison.OrdinalIgnoreCase) && file.GetText(cancellationToken) is { } text)
            {
                scans.Add(s_scans.GetValue(text, static text => Read(text)));
            }
        }

        return new EffectTable(compilation, scans.ToImmutable());
    }

    /// <summary>Whether a method of this metadata name may have an effect: a gate that costs one lookup and needs no symbol.</summary>
    public bool MayHaveEffect(string memberName)
    {
        if (_framework.MayHaveEffect(memberName))
        {
            return true;
        }

        foreach (var scan in _scans)
        {
            if (scan.MayHaveEffect(memberName))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a method does; null: nothing that blocks, or it is the compilation's own, whose code is there to be read.</summary>
    public Effect? Of(IMethodSymbol method)
    {
        if (!MayHaveEffect(method.MetadataName))
        {
            return null;
        }

        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return _answers.GetValue(definition, definition => new Answer(Find(definition))).Effect;
    }

    private Effect? Find(IMethodSymbol definition)
    {
        if (SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, _source))
        {
            // A declaration that stands in for a library's, and has the name of the library's, means the library.
            return definition.ContainingType is { } type && _framework.Declared(type, definition) is { IsFramework: false, Effect: { } effect } ? effect : null;
        }

        // What the table says of a member it says for good: that it is harmless as well.
        if (_framework.Of(definition) is { } known)
        {
            return known.Effect;
        }

        foreach (var scan in _scans)
        {
            if (scan.Of(definition) is { Effect: { } effect })
            {
                return effect;
            }
        }

        return null;
    }

    private static EffectIndex Read(SourceText text)
    {
        try
        {
            using var reader = new StringReader(text.ToString());
            return new EffectIndex(EffectFormat.Read(reader));
        }
        catch (FormatException)
        {
            // Another version's scan is in the folder; the next build writes it anew.
            return new EffectIndex([]);
        }
    }

    private sealed record Answer(Effect? Effect);
}
