using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers.Tests.Corpus.Judge;

/// <summary>What the analyzers say about a scenario.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="CompilerErrors">What the compiler says against it, and rules about declarations: nothing, if the scenario is sound.</param>
/// <param name="Diagnostics">Warnings and errors of the groups that are judged.</param>
internal sealed record Report(Scenario Scenario, IReadOnlyList<string> CompilerErrors, IReadOnlyList<Diagnostic> Diagnostics)
{
    // A diagnostic on a whole block would be on every line of it; a statement in a fluent style takes a few.
    private const int MaxLinesOfLocation = 8;

    public bool FoundOnLine(Expectation expectation) => Of(expectation).Any(diagnostic => LocationsOf(diagnostic).Any(location => Covers(location, expectation)));

    public bool FoundInMember(Expectation expectation)
    {
        var tree = Scenario.Trees.Single(tree => tree.FilePath == expectation.Path);
        var member = Members.Around(tree, expectation.Line);
        return FoundOnLine(expectation) || Of(expectation).Any(diagnostic => LocationsOf(diagnostic).Any(location => location.SourceTree == tree && member.Contains(location.SourceSpan.Start)));
    }

    public bool FoundInScenario(Expectation expectation) => Of(expectation).Any();

    public IEnumerable<Diagnostic> Unexpected() =>
        Diagnostics.Where(diagnostic => !Scenario.Expectations.Any(expectation => expectation.Group == GroupOf(diagnostic) && LocationsOf(diagnostic).Any(location => Covers(location, expectation))));

    public static char GroupOf(Diagnostic diagnostic) => diagnostic.Id is ['P', 'I', 'C', var group, ..] ? group : '?';

    private IEnumerable<Diagnostic> Of(Expectation expectation) => Diagnostics.Where(diagnostic => GroupOf(diagnostic) == expectation.Group);

    private static IEnumerable<Location> LocationsOf(Diagnostic diagnostic) => diagnostic.AdditionalLocations.Prepend(diagnostic.Location).Where(location => location.IsInSource);

    private static bool Covers(Location location, Expectation expectation)
    {
        var span = location.GetLineSpan();
        return span.Path == expectation.Path
            && span.StartLinePosition.Line <= expectation.Line
            && span.EndLinePosition.Line >= expectation.Line
            && (span.StartLinePosition.Line == expectation.Line || span.EndLinePosition.Line - span.StartLinePosition.Line < MaxLinesOfLocation);
    }
}
