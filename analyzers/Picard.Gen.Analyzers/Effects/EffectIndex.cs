using System.IO;

namespace Picard.Gen.Analyzers;

/// <summary>The entries of a table by type and member.</summary>
internal sealed class EffectIndex
{
    private const string ResourceName = "Picard.Gen.Analyzers.framework.effects";

    private static readonly Lazy<EffectIndex> s_framework = new(static () => new EffectIndex(LoadFramework()));

    private readonly Dictionary<string, Dictionary<string, List<EffectEntry>>> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);

    public EffectIndex(IEnumerable<EffectEntry> entries)
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

    /// <summary>The embedded table, read once a process.</summary>
    public static EffectIndex Framework => s_framework.Value;

    public static List<EffectEntry> LoadFramework()
    {
        using var stream = typeof(EffectIndex).Assembly.GetManifestResourceStream(ResourceName)!;
        using var reader = new StreamReader(stream);
        return [.. EffectFormat.Read(reader)];
    }

    /// <summary>Whether any type has a member of this metadata name that may block: a gate that costs one lookup.</summary>
    public bool MayHaveEffect(string memberName) => _members.Contains(memberName);

    public bool HasType(string type) => _types.ContainsKey(type);

    /// <summary>The entry of exactly this type for a member, or for all members that have no entry of their own.</summary>
    /// <param name="count">The number of parameters.</param>
    /// <param name="typeOf">The name of the type of each parameter, without namespace.</param>
    public EffectEntry? Find(string type, string member, int count, Func<int, string> typeOf)
    {
        if (!_types.TryGetValue(type, out var members))
        {
            return null;
        }

        if (members.TryGetValue(member, out var overloads))
        {
            foreach (var entry in overloads)
            {
                if (entry.SpeaksFor(count, typeOf))
                {
                    return entry;
                }
            }
        }

        return members.TryGetValue("*", out var rest) ? rest[0] : null;
    }
}
