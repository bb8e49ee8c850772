namespace Picard;

/// <summary>
/// Takes a parameter's value from the fields of a form: content of type <c>application/x-www-form-urlencoded</c>, or the parts of <c>multipart/form-data</c> (RFC 7578)
/// that are no files.
/// </summary>
/// <remarks>
/// <para>The content is collected before the method is called, within the limit of its length. A form has at most 1,024 fields, their names at most 2 KiB and their values at most
/// 4 MiB each; more is answered with 413, other content with 415. A field that comes twice where one value is expected is refused; an array takes every value.</para>
/// <para>Parts with a file name are passed over: take a <see cref="MultipartReader"/> for files.</para>
/// </remarks>
/// <param name="name">The name of the field, compared octet by octet; null: the parameter's own name.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property, Inherited = false)]
public sealed class FormAttribute(string? name = null) : Attribute
{
    /// <summary>The name of the field, or null for the parameter's own.</summary>
    public string? Name => name;
}
