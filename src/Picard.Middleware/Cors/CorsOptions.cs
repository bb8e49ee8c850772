namespace Picard;

/// <summary>Which pages of other origins <see cref="Cors"/> lets browsers send requests from, and what these may see.</summary>
/// <remarks>Checked once, at start: an <see cref="ArgumentException"/> names the option that is wrong.</remarks>
public sealed class CorsOptions
{
    /// <summary>
    /// The origins: each as browsers write it (<c>https://app.example</c>, with a port only if it is not the scheme's own), all subdomains of one
    /// (<c>https://*.example.com</c>, which is not <c>https://example.com</c> itself), or <c>*</c> alone for any.
    /// </summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>The methods; GET, HEAD and POST need no permission in forms that HTML has, but are named here for those it has not. <c>*</c> alone: any.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["GET", "HEAD", "POST"];

    /// <summary>The request fields beyond those that browsers send anyway, such as <c>Content-Type</c> for JSON. None by default. <c>*</c> alone: any, but for Authorization.</summary>
    public IReadOnlyList<string> RequestFields { get; init; } = [];

    /// <summary>The response fields that scripts may see beyond those that they see anyway. None by default. <c>*</c> alone: all.</summary>
    public IReadOnlyList<string> ExposedFields { get; init; } = [];

    /// <summary>Whether requests may have the user's cookies. With them no <c>*</c> is possible anywhere: any page the user visits could act for them.</summary>
    public CorsCredentials Credentials { get; init; } = CorsCredentials.Omit;

    /// <summary>How long a browser may keep what a preflight has told it, in whole seconds. Ten minutes by default: less than any browser's own limit, and a change is seen soon.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether pages from the public internet may reach into the private network. By default nothing is said of it.</summary>
    public PrivateNetworkAccess PrivateNetwork { get; init; } = PrivateNetworkAccess.Unspecified;

    internal CorsPolicy Compiled => field ??= CorsPolicy.Create(this);
}
