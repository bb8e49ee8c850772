namespace Picard;

/// <summary>Takes a parameter's value from the application's services, for each exchange anew.</summary>
/// <remarks>Scoped services come from a provider that is an <see cref="IServiceScopes"/>: the exchange has a scope of its own, which ends with it.</remarks>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class ServiceAttribute : Attribute;
