using System.Collections.Immutable;
using System.IO;

namespace Picard.Gen.Analyzers;

/// <summary>
/// The format of <c>framework.effects</c>, and of what the scan of references writes, with a section <c>[assembly Name Mvid]</c> for each. The first line is <c>picard-effects</c> and the version. <c>[framework]</c> and <c>[references]</c> begin sections,
/// <c>#</c> begins a comment, and every other line is an entry: <c>Type: Member(Types) kind [twin|-] [condition [chain]]</c>. Types that end with <c>...</c>
/// are those that the parameters begin with; no types at all: every overload that no line above names.
/// </summary>
internal static class EffectFormat
{
    public const string Header = "picard-effects 1";

    private const string Harmless = "harmless";

    private static readonly Dictionary<string, EffectKind> s_kinds = new(StringComparer.Ordinal)
    {
        ["wait"] = EffectKind.Wait,
        ["sleep"] = EffectKind.Sleep,
        ["input"] = EffectKind.Input,
        ["synchronization"] = EffectKind.Synchronization,
        ["parallel"] = EffectKind.Parallel,
    };

    private static readonly Dictionary<string, EffectCondition> s_conditions = new(StringComparer.Ordinal)
    {
        ["always"] = EffectCondition.Always,
        ["timeout"] = EffectCondition.TimeoutNotZero,
        ["task"] = EffectCondition.TaskNotComplete,
        ["stream"] = EffectCondition.StreamNotInMemory,
        ["slow"] = EffectCondition.StreamIsSlow,
        ["query"] = EffectCondition.QueryNotInMemory,
        ["bounded"] = EffectCondition.CollectionBounded,
        ["socket"] = EffectCondition.SocketBlocks,
        ["form"] = EffectCondition.FormNotRead,
        ["spin"] = EffectCondition.SpinsForAnother,
    };

    private const string AssemblySection = "[assembly ";

    private static readonly char[] s_separators = [' ', '\t'];

    /// <exception cref="FormatException">A line is not of this format; the text says which.</exception>
    public static IEnumerable<EffectEntry> Read(TextReader reader)
    {
        if (reader.ReadLine() is not Header)
        {
            throw new FormatException($"An effect table begins with '{Header}'");
        }

        var isFramework = true;
        for (var line = reader.ReadLine(); line is not null; line = reader.ReadLine())
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            if (text[0] == '[')
            {
                isFramework = text switch
                {
                    "[framework]" => true,
                    "[references]" => false,
                    _ when text.StartsWith(AssemblySection, StringComparison.Ordinal) => false,
                    _ => throw new FormatException($"'{text}' is no section"),
                };
                continue;
            }

            yield return Entry(text, isFramework);
        }
    }

    private static EffectEntry Entry(string line, bool isFramework)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var words = colon < 1 ? [] : line.Substring(colon + 2).Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
        {
            throw new FormatException($"'{line}' is not 'Type: Member(Types) kind twin condition chain'");
        }

        var (member, parameters) = Member(words[0], line);
        var effect = Kind(words[1], line) is { } kind
            ? new Effect(kind, words.Length > 2 && words[2] != "-" ? words[2] : null, words.Length > 3 ? Condition(words[3], line) : EffectCondition.Always, words.Length > 4 ? string.Join(" ", words.Skip(4)) : null)
            : null;
        return new EffectEntry(line.Substring(0, colon), member, parameters, effect, isFramework);
    }

    private static (string Name, ImmutableArray<string> Parameters) Member(string word, string line)
    {
        var open = word.IndexOf('(');
        if (open < 0)
        {
            return (word, default);
        }

        if (open == 0 || word[word.Length - 1] != ')')
        {
            throw new FormatException($"'{line}' has an open list of parameters");
        }

        var list = word.Substring(open + 1, word.Length - open - 2);
        return (word.Substring(0, open), list.Length == 0 ? [] : [.. list.Split(',')]);
    }

    private static EffectKind? Kind(string word, string line) =>
        word == Harmless ? null : s_kinds.TryGetValue(word, out var kind) ? kind : throw new FormatException($"'{line}' has no known kind");

    private static EffectCondition Condition(string word, string line) =>
        s_conditions.TryGetValue(word, out var condition) ? condition : throw new FormatException($"'{line}' has no known condition");

    /// <summary>An entry as a line.</summary>
    public static string Write(EffectEntry entry)
    {
        var member = entry.Parameters.IsDefault ? entry.Member : $"{entry.Member}({string.Join(",", entry.Parameters)})";
        return entry.Effect is { } effect
            ? $"{entry.Type}: {member} {WordOf(s_kinds, effect.Kind)} {effect.Twin ?? "-"} {WordOf(s_conditions, effect.Condition)} {effect.Chain}".TrimEnd()
            : $"{entry.Type}: {member} {Harmless}";
    }

    private static string WordOf<T>(Dictionary<string, T> words, T value) => words.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Key;
}
