namespace Picard;

/// <summary>Makes a parameter's value of several parameters of the request: each parameter of its type's constructor and each property that can be set is bound as a parameter of the method would be.</summary>
/// <remarks>
/// A member whose name is in the route pattern comes from the path, one with <c>[Query]</c>, <c>[Header]</c> or <c>[Cookie]</c> from there, any other from the query by its name in camel case.
/// Optional is <c>?</c>, a default value, or a property that has a value by itself. The type is declared in the same project, and is not generic.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class ParametersAttribute : Attribute;
