namespace Picard.Gen.Analyzers;

/// <summary>Text that a client has sent.</summary>
/// <param name="Source">The expression that brought it, as it is written.</param>
/// <param name="Names">All expressions that stand for it: who looks at one of them has looked at the text.</param>
internal sealed record SentText(string Source, HashSet<string> Names)
{
    public static SentText From(string source) => new(source, new HashSet<string>(StringComparer.Ordinal) { source });

    public SentText As(string name)
    {
        Names.Add(name);
        return this;
    }
}
