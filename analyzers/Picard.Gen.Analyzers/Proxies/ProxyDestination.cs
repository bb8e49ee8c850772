namespace Picard.Gen.Analyzers;

/// <summary>Whether text is a destination: what <c>UpstreamOptions</c> of the runtime takes.</summary>
internal static class ProxyDestination
{
    /// <summary>Why it is none, as a part of a sentence; null: it is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="server">What tells it apart from others.</param>
    public static string? WhyNot(string text, out string server)
    {
        server = "";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.IdnHost.Length == 0)
        {
            return "is no URL of http or https, such as http://10.0.0.5:8080";
        }

        server = $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}";
        return uri.UserInfo.Length > 0 ? "has user information, which belongs into a field"
            : uri.Query.Length > 0 ? "has a query, which is that of the request"
            : uri.Fragment.Length > 0 ? "has a fragment, which is never sent"
            : uri.AbsolutePath != "/" ? $"has the path '{uri.AbsolutePath}', which belongs into Rewrite"
            : null;
    }
}
