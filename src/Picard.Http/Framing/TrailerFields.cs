namespace Picard.Http;

/// <summary>Fields that a trailer section must not have (RFC 9110 §6.5.1).</summary>
public static class TrailerFields
{
    /// <summary>Whether a field of this name must not be in a trailer section.</summary>
    /// <param name="name">A field name, in any case.</param>
    /// <returns>True for a field that frames, routes, modifies or authorises a message, or says how its content is to be read.</returns>
    public static bool IsForbidden(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsForbidden(KnownFields.Find(name));
    }

    /// <summary>
    /// Whether a field frames the message, routes it, modifies the request, authenticates, or describes how content is to be read: all
    /// these are needed before the content, and a second, late statement of them is how requests are smuggled past a gateway. Response controls (Vary, Expires, …) are not among them: they come too late to
    /// have an effect, and a trailer section is never merged into a head.
    /// </summary>
    internal static bool IsForbidden(KnownField field) => field is
        // framing
        KnownField.TransferEncoding or KnownField.ContentLength or KnownField.Trailer or KnownField.Connection or KnownField.KeepAlive
        or KnownField.ProxyConnection or KnownField.Upgrade or KnownField.Te
        // routing
        or KnownField.Host or KnownField.MaxForwards or KnownField.Via or KnownField.Forwarded
        or KnownField.XForwardedFor or KnownField.XForwardedHost or KnownField.XForwardedProto
        // request modifiers
        or KnownField.Expect or KnownField.Range
        or KnownField.IfMatch or KnownField.IfNoneMatch or KnownField.IfModifiedSince or KnownField.IfUnmodifiedSince or KnownField.IfRange
        // authentication
        or KnownField.Authorization or KnownField.ProxyAuthorization or KnownField.WwwAuthenticate or KnownField.ProxyAuthenticate
        or KnownField.Cookie
        // how to read the content
        or KnownField.ContentEncoding or KnownField.ContentType or KnownField.ContentRange;
}
