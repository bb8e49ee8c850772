using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Something that a call allocates.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Words">What the message says of it, after the name of the method.</param>
internal sealed record Allocated(Location Place, params object[] Words);
