namespace Picard;

/// <summary>Takes the routes of another application, of any assembly, under a prefix. Its middleware and its services come along.</summary>
/// <typeparam name="TApplication">A class marked with <see cref="ApplicationAttribute"/>.</typeparam>
/// <param name="prefix">Literal segments such as <c>/admin</c>, put before each of its routes; <c>/</c> puts nothing there.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class MountAttribute<TApplication>(string prefix) : Attribute
    where TApplication : class
{
    /// <summary>The prefix.</summary>
    public string Prefix => prefix;
}
