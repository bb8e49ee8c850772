using System.IO;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>The effects of what everybody references, read once a process from the table that is embedded as <c>framework.effects</c>.</summary>
internal sealed class FrameworkEffects
{
    private const string ResourceName = "Picard.Gen.Analyzers.framework.effects";

    private static readonly Lazy<FrameworkEffects> s_shared = new(static () => new FrameworkEffects(Load()));

    private readonly Dictionary<string, Dictionary<string, List<EffectEntry>>> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);

    public FrameworkEffects(IEnumerable<EffectEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!_types.TryGetValue(entry.Type, out var members))
            {
                _types.Add(entry.Type, members = new(StringComparer.Ordinal));
            }

            if (!members.TryGetValue(entry.Member, out var overloads))
            {
                members.Add(entry.Member, overloads = []);
            }

            overloads.Add(entry);
            if (entry.Effect is not null)
            {
                _members.Add(entry.Member);
            }
        }
    }

    public static FrameworkEffects Shared => s_shared.Value;

    /// <summary>The entries of the embedded table.</summary>
    public static List<EffectEntry> Load()
    {
        using var stream = typeof(FrameworkEffects).Assembly.GetManifestResourceStream(ResourceName)!;
        using var reader = new StreamReader(stream);
        return [.. EffectFormat.Read(reader)];
    }

    /// <summary>Whether any type has a member of this metadata name that may block: a gate that costs one lookup.</summary>
    public bool MayHaveEffect(string memberName) => _members.Contains(memberName);

    /// <summary>
    /// The entry that speaks for a method: of its type, or of the nearest type above it, for what overrides, hides or implements a member
    /// does what that member does unless a line says otherwise.
    /// </summary>
    public EffectEntry? Of(IMethodSymbol method)
    {
        if (!_members.Contains(method.MetadataName) || method.ContainingType is not { } declaring)
        {
            return null;
        }

        for (var type = declaring; type is not null; type = type.BaseType)
        {
            if (Of(type, method) is { } entry)
            {
                return entry;
            }
        }

        if (declaring.TypeKind != TypeKind.Interface && !method.IsStatic)
        {
            foreach (var type in declaring.AllInterfaces)
            {
                if (Of(type, method) is { } entry)
                {
                    return entry;
                }
            }
        }

        return null;
    }

    private EffectEntry? Of(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (!_types.TryGetValue(MetadataNames.Of(type), out var members))
        {
            return null;
        }

        if (members.TryGetValue(method.MetadataName, out var overloads))
        {
            foreach (var entry in overloads)
            {
                if (entry.SpeaksFor(method))
                {
                    return entry;
                }
            }
        }

        return members.TryGetValue("*", out var rest) ? rest[0] : null;
    }
}
