namespace Picard;

/// <summary>Binds a parameter to what a middleware has left for the exchange with <see cref="RequestItems.Set{T}"/>, by its type. Missing without a default value or <c>?</c> is a
/// defect of the application: the request is answered with 500.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ItemAttribute : Attribute;
