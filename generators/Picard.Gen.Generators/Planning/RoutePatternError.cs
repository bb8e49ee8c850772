namespace Picard.Gen.Generators;

/// <summary>Why a route pattern is refused, and where in its text.</summary>
/// <param name="Message">One clause that completes "The pattern '…' …", such as "has an unknown constraint 'foo'".</param>
/// <param name="Start">The first character to blame, as an index into the pattern.</param>
/// <param name="Length">How many characters to blame.</param>
internal sealed record RoutePatternError(string Message, int Start, int Length);
