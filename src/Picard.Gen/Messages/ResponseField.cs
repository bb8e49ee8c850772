namespace Picard;

/// <summary>A field of a response: its name and its value.</summary>
/// <param name="Name">The field name.</param>
/// <param name="Value">The field value.</param>
public readonly record struct ResponseField(string Name, string Value);
