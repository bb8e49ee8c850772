using Picard.Http;

namespace Picard;

/// <summary>How redirects are followed (RFC 9110 §15.4), for <see cref="ClientOptions.Redirects"/>.</summary>
/// <remarks>
/// 301, 302, 303, 307 and 308 are followed: 303 with GET (HEAD stays), POST after 301 or 302 with GET, anything else with its method and content. A response that would have
/// content sent again which was streamed, and so is gone, is the caller's as it came; so is one without Location.
/// <para>Between origins (scheme, host and port) only fields go that describe the request itself: Accept and its kin, Cache-Control, Content-Type, Content-Encoding, Content-Language, Range, If-Range, User-Agent, those of a trace,
/// and <see cref="CrossOriginFields"/>. Whatever else the caller has set may be a credential, and stays. https never leads to http.</para>
/// </remarks>
public sealed class ClientRedirects
{
    private static readonly string[] s_credentials = ["Authorization", "Proxy-Authorization", "Cookie"];

    /// <summary>Most redirects of one request; one more is <see cref="RequestFault.Redirect"/>. Default 10: what is longer is nearly always a loop.</summary>
    public int MaxRedirects { get; init; } = 10;

    /// <summary>Further fields that may go to another origin. Default none.</summary>
    public IReadOnlyCollection<string> CrossOriginFields { get; init; } = [];

    /// <summary>Whether a field that the caller has set may go to another origin.</summary>
    internal bool MayCross(ReadOnlySpan<byte> name)
    {
        switch (KnownFields.Find(name))
        {
            case KnownField.Accept or KnownField.AcceptCharset or KnownField.AcceptEncoding or KnownField.AcceptLanguage or KnownField.CacheControl or KnownField.Connection
                or KnownField.ContentEncoding or KnownField.ContentLanguage or KnownField.ContentType or KnownField.Expect or KnownField.IfRange or KnownField.Range or KnownField.UserAgent:
                return true;
        }

        if (System.Text.Ascii.EqualsIgnoreCase(name, "traceparent"u8) || System.Text.Ascii.EqualsIgnoreCase(name, "tracestate"u8))
        {
            return true;
        }

        foreach (var field in CrossOriginFields)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name, field))
            {
                return true;
            }
        }

        return false;
    }

    /// <exception cref="OptionException">An option cannot be kept; the text names it.</exception>
    internal void Validate()
    {
        if (MaxRedirects < 1)
        {
            throw new OptionException($"{nameof(ClientRedirects)}.{nameof(MaxRedirects)} is {MaxRedirects}; it must be at least 1.");
        }

        foreach (var field in CrossOriginFields)
        {
            if (s_credentials.Contains(field, StringComparer.OrdinalIgnoreCase))
            {
                throw new OptionException($"{nameof(ClientRedirects)}.{nameof(CrossOriginFields)} has {field}, which is a credential and never goes to another origin.");
            }
        }
    }
}
