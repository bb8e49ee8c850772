using System.Text.Json.Serialization;

namespace Picard;

/// <summary>
/// JSON of a method, of every method of a handler or client, or of every handler of an application is written and read by a <see cref="JsonSerializerContext"/>:
/// for types with converters or polymorphism. Without it the emitted shapes are used.
/// </summary>
/// <typeparam name="TContext">The context, which describes every type that is sent or received.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Method, Inherited = false)]
public sealed class JsonAttribute<TContext> : Attribute
    where TContext : JsonSerializerContext;
