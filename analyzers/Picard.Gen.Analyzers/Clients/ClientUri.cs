namespace Picard.Gen.Analyzers;

/// <summary>Whether text is the base of requests: what <c>BaseUri</c> of the runtime refuses, and what it would encode although nobody means that.</summary>
internal static class ClientUri
{
    /// <summary>Why it is none, as a part of a sentence; null: it is one.</summary>
    public static string? WhyNoBase(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.IdnHost.Length == 0)
        {
            return "is no absolute URI of http or https";
        }

        return uri.UserInfo.Length > 0 ? "has user information, which belongs into a field"
            : uri.Query.Length > 0 ? "has a query, which no path can follow"
            : uri.Fragment.Length > 0 ? "has a fragment, which is never sent"
            : text.IndexOfAny(['{', '}']) >= 0 ? "has a brace, and only the patterns of methods have parameters"
            : uri.IdnHost.Any(static c => c is <= ' ' or >= '\x7f') ? "has a host that cannot be written into a message"
            : null;
    }
}
