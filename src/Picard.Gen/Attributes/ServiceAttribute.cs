namespace Picard;

/// <summary>Takes a parameter's value from the application's services, for each exchange anew.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class ServiceAttribute : Attribute;
