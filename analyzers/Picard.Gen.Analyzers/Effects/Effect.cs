namespace Picard.Gen.Analyzers;

/// <summary>What a call does to the thread that makes it.</summary>
/// <param name="Twin">What to write instead: the name of an asynchronous twin, or <c>await</c>; null: there is none.</param>
/// <param name="Condition">When it blocks; <see cref="Completion"/> proves that it does not.</param>
/// <param name="Chain">Of a method of a scanned assembly: the methods between it and the call that blocks, joined by arrows.</param>
internal sealed record Effect(EffectKind Kind, string? Twin, EffectCondition Condition, string? Chain);
