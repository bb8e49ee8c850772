namespace Picard;

/// <summary>Marks a field or property of the application as a service: handlers that ask for exactly its declared type get its value.</summary>
/// <remarks>The value is read once, when the application starts.</remarks>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class ProvidesAttribute : Attribute;
