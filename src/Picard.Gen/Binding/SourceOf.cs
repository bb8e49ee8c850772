namespace Picard.Gen;

/// <summary>Where a member of a <c>[Parameters]</c> type comes from that does not say so: the route of the endpoint if it has the name, else the query.</summary>
/// <param name="name">The member's name in camel case.</param>
/// <returns>The source.</returns>
public delegate Source SourceOf(ReadOnlySpan<byte> name);
