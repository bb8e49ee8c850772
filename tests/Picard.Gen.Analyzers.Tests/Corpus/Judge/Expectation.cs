namespace Picard.Gen.Analyzers.Tests.Corpus.Judge;

/// <summary>A defect that a scenario marks.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 0.</param>
/// <param name="Group">The first digit of the rules that should see it: 1 blocking, 2 backpressure, 3 ownership.</param>
internal sealed record Expectation(string Path, int Line, char Group);
