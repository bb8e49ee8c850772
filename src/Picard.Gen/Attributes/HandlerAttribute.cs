namespace Picard;

/// <summary>Marks a partial class whose attributed methods answer requests. One instance is created at start and shared by all exchanges.</summary>
/// <remarks>Constructor parameters are services: members of the application marked <see cref="ProvidesAttribute"/>, or from the service provider given at start.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HandlerAttribute : Attribute
{
    /// <summary>The application the handler belongs to, where an assembly has more than one; null: every application of the assembly.</summary>
    public Type? Application { get; init; }
}
