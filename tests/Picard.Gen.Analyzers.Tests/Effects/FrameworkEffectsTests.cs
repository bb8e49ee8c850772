using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers.Tests;

public sealed class FrameworkEffectsTests
{
    private static readonly List<EffectEntry> s_entries = EffectIndex.LoadFramework();

    // Begin… and End… of these are not those of an operation that runs meanwhile.
    private static readonly HashSet<string> s_words = new(StringComparer.Ordinal)
    {
        "EndInit", "EndEdit", "EndLoadData", "EndScope", "EndExceptionBlock", "EndCriticalRegion", "EndThreadAffinity", "EndForm", "EndContext", "EndAddHtmlAttributeValues",
        "EndWriteAttribute", "EndWriteTagHelperAttribute", "End", "get_EndsWith",
    };

    [Fact]
    public void Entries_OfTheFramework_ExistInItsReferenceAssemblies()
    {
        var types = ReferencePacks.Types.ToLookup(MetadataNames.Of);

        var missing = s_entries.Where(static entry => entry.IsFramework).Where(entry => !types[entry.Type].Any(type => Declares(type, entry)))
            .Select(static entry => $"{entry.Type}: {entry.Member}({(entry.Parameters.IsDefault ? "" : string.Join(",", entry.Parameters))})");

        Assert.Equal([], missing);
    }

    [Fact]
    public void Methods_WithAnAsynchronousTwin_AreAllJudged()
    {
        var judged = new EffectIndex(s_entries.Where(static entry => entry.IsFramework).Select(static entry => entry with { Effect = entry.Effect ?? Harmless }));

        var forgotten = ReferencePacks.Types.Where(static type => type.TypeKind is TypeKind.Class or TypeKind.Interface or TypeKind.Struct)
            .SelectMany(static type => type.GetMembers().OfType<IMethodSymbol>().Where(method => HasTwin(type, method)))
            .Where(method => judged.Of(method) is null)
            .Select(static method => $"{MetadataNames.Of(method.ContainingType)}: {method.MetadataName}({string.Join(",", method.Parameters.Select(static p => MetadataNames.Short(p.Type)))})");

        Assert.Equal([], forgotten);
    }

    [Fact]
    public void Twins_OfTheFramework_Exist()
    {
        var names = ReferencePacks.Types.SelectMany(static type => type.GetMembers().Select(static member => member.Name)).ToHashSet(StringComparer.Ordinal);

        var missing = s_entries.Where(static entry => entry.IsFramework).Select(static entry => entry.Effect?.Twin)
            .Where(twin => twin is not (null or "await" or "await-foreach") && !names.Contains(twin[(twin.IndexOf('.', StringComparison.Ordinal) + 1)..])).Distinct();

        Assert.Equal([], missing);
    }

    [Fact]
    public void Entries_NameAMemberOnce() =>
        Assert.Equal([], s_entries.GroupBy(static entry => (entry.Type, entry.Member, entry.Parameters.IsDefault ? "" : $"({string.Join(",", entry.Parameters)})"))
            .Where(static group => group.Count() > 1).Select(static group => group.Key.ToString()));

    [Fact]
    public void Entries_OfOneMember_StandWithTheGeneralOneLast() =>
        Assert.Equal([], s_entries.GroupBy(static entry => (entry.Type, entry.Member)).Where(static group => group.SkipLast(1).Any(static entry => entry.Parameters.IsDefault))
            .Select(static group => group.Key.ToString()));

    private static Effect Harmless { get; } = new(EffectKind.Wait, null, EffectCondition.Always, null);

    private static bool Declares(INamedTypeSymbol type, EffectEntry entry) =>
        entry.Member == "*" || TypeAndBases(type).SelectMany(type => type.GetMembers(entry.Member)).OfType<IMethodSymbol>().Any(method => entry.SpeaksFor(method));

    private static IEnumerable<INamedTypeSymbol> TypeAndBases(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    private static bool HasTwin(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (method.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected) || method.Name.EndsWith("Async", StringComparison.Ordinal)
            || method.MethodKind == MethodKind.PropertySet || s_words.Contains(method.Name))
        {
            return false;
        }

        var name = method.MethodKind == MethodKind.PropertyGet ? method.Name[4..] : method.Name;
        string[] twins = [$"{name}Async", $"{name}TaskAsync", $"Get{name}Async", $"Read{name}Async", name.StartsWith("End", StringComparison.Ordinal) ? $"Begin{name[3..]}" : "-"];
        return TypeAndBases(type).Any(current => twins.Any(twin => current.GetMembers(twin).Any()));
    }
}
