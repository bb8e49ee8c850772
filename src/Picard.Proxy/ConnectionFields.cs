using System.Text;
using Picard.Http;

namespace Picard.Proxy;

/// <summary>Which fields of a message are between its sender and us, and end here (RFC 9110 §7.6.1).</summary>
internal static class ConnectionFields
{
    /// <summary>Whether Connection names fields beyond those that are never passed on.</summary>
    public static bool NamesOthers(FieldSection fields)
    {
        for (var at = fields.IndexOf(KnownField.Connection, 0); at >= 0; at = fields.IndexOf(KnownField.Connection, at + 1))
        {
            var options = new ListParser(fields[at].Value);
            while (options.MoveNext())
            {
                if (!Ascii.EqualsIgnoreCase(options.Current, "close"u8) && !Ascii.EqualsIgnoreCase(options.Current, "keep-alive"u8) && !IsOfConnection(KnownFields.Find(options.Current)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether Connection names a field.</summary>
    public static bool Names(FieldSection fields, ReadOnlySpan<byte> name)
    {
        for (var at = fields.IndexOf(KnownField.Connection, 0); at >= 0; at = fields.IndexOf(KnownField.Connection, at + 1))
        {
            var options = new ListParser(fields[at].Value);
            while (options.MoveNext())
            {
                if (Ascii.EqualsIgnoreCase(options.Current, name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a field is never passed on, named by Connection or not. What of it our own connection needs is written anew.</summary>
    public static bool IsOfConnection(KnownField field) => field
        is KnownField.Connection or KnownField.KeepAlive or KnownField.ProxyConnection or KnownField.TransferEncoding or KnownField.ContentLength or KnownField.Te or KnownField.Upgrade
        or KnownField.ProxyAuthorization or KnownField.ProxyAuthenticate or KnownField.ProxyAuthenticationInfo;

    /// <summary>Whether TE says that its sender takes trailer fields (RFC 9110 §10.1.4).</summary>
    public static bool TakesTrailers(FieldSection fields)
    {
        for (var at = fields.IndexOf(KnownField.Te, 0); at >= 0; at = fields.IndexOf(KnownField.Te, at + 1))
        {
            var codings = new ListParser(fields[at].Value);
            while (codings.MoveNext())
            {
                if (Ascii.EqualsIgnoreCase(codings.Current, "trailers"u8))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
