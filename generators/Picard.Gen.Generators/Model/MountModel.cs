namespace Picard.Gen.Generators;

/// <summary>An application that is mounted in another.</summary>
/// <param name="Type">Its type as written.</param>
/// <param name="Prefix">The prefix, as its text.</param>
internal sealed record MountModel(string Type, string Prefix);
