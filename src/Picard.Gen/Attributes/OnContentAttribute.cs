namespace Picard;

/// <summary>The method of an event handler that gets the next piece of the request content.</summary>
/// <remarks>It takes a <see cref="System.Buffers.ReadOnlySequence{T}"/>, <see cref="ReadOnlyMemory{T}"/> or <see cref="ReadOnlySpan{T}"/> of octets, valid until the event ends. A method that returns <see cref="Flow"/> says whether more may come at once. Without such a method content is read and thrown away.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnContentAttribute : Attribute;
