using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Where control goes when a finally is done: on along a branch, or out with an exception.</summary>
/// <param name="Branch">The branch, through several finally blocks perhaps; null for an exception.</param>
/// <param name="Next">Which of its finally blocks comes next.</param>
/// <param name="From">The region that an exception leaves.</param>
/// <param name="Outer">What was to be done before that.</param>
internal sealed record Continuation(ControlFlowBranch? Branch, int Next, ControlFlowRegion? From, Continuation? Outer);
