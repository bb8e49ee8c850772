namespace Picard;

/// <summary>Marks the partial class that is the application: the generator gives it one route table over all handlers of its assembly.</summary>
/// <remarks>Handlers of referenced assemblies are never added by themselves.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ApplicationAttribute : Attribute;
