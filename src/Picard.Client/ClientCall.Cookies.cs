using System.Net;
using System.Text;
using Picard.Http;

namespace Picard.Client;

// Cookies that are kept from one request to the next (RFC 6265). Which go where is the jar's business; what must not reach it, or be sent by it, is decided here.
public sealed partial class ClientCall
{
    /// <summary>Writes what the caller and the jar have as one field (RFC 6265 §5.4). A caller who writes the field has the whole of it.</summary>
    private void WriteCookies(ref HeadWriter writer)
    {
        var cookies = _cookies;
        if (_client.Options.Cookies is { } jar && !HeadLines.Has(_head.Span[.._ownFieldsEnd], "Cookie") && jar.GetCookieHeader(Uri) is { Length: > 0 } kept)
        {
            cookies = cookies is null ? kept : $"{cookies}; {kept}";
        }

        if (cookies is not null)
        {
            writer.WriteField("Cookie", cookies);
        }
    }

    /// <summary>Has the jar keep what the response sets.</summary>
    private void KeepCookies(CookieContainer jar)
    {
        foreach (var line in Connection.Response.Fields)
        {
            if (KnownFields.Find(line.Name) == KnownField.SetCookie)
            {
                Keep(jar, Encoding.Latin1.GetString(line.Value));
            }
        }
    }

    private void Keep(CookieContainer jar, string cookie)
    {
        // What came over http must not pass for what https has set: anybody on the way could have written it.
        if (!Origin.IsSecure && IsSecure(cookie))
        {
            return;
        }

        try
        {
            jar.SetCookies(Uri, cookie);
        }
        catch (CookieException)
        {
            // RFC 6265 §5.2, §5.3: a cookie that breaks its grammar, or is for another domain, is ignored.
        }
    }

    private static bool IsSecure(ReadOnlySpan<char> cookie)
    {
        foreach (var part in cookie.Split(';'))
        {
            if (cookie[part].Trim().Equals("Secure", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
