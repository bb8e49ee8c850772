namespace Picard;

/// <summary>What follows the middleware has thrown, and no response has begun. The method's first parameter is the exception it is for; it returns the <see cref="Problem"/> or <see cref="Response"/> to answer with, or null to leave the exception to others.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnFaultAttribute : Attribute;
