namespace Picard;

/// <summary>The largest request content that a method, or every method of a handler, accepts; more is answered with 413. Without it the limit is 30 MB.</summary>
/// <param name="bytes">The limit in octets; it must be a constant. No limit is <see cref="MaxContent.Unlimited"/>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class MaxContentAttribute(long bytes) : Attribute
{
    /// <summary>The limit in octets.</summary>
    public long Bytes => bytes;
}
