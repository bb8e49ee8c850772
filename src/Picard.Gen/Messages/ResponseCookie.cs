using System.Buffers;
using System.Globalization;
using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>A cookie that a response sets (RFC 6265bis §4.1). What is not said is safe: it goes over TLS only, no script sees it, and other sites do not send it along.</summary>
public sealed class ResponseCookie
{
    // RFC 6265bis §5.6: browsers drop a cookie whose name and value are longer, and an attribute that is.
    private const int MaxBytes = 4096;
    private const int MaxAttributeBytes = 1024;

    // RFC 6265bis §4.1.1: cookie-octet. Unlike CookieText, which drops quotes around a value, none are written.
    private const string Octets = "!#$%&'()*+-./0123456789:<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    private static readonly SearchValues<char> s_octets = SearchValues.Create(Octets);
    private static readonly SearchValues<byte> s_plainOctets = SearchValues.Create(Encoding.ASCII.GetBytes(Octets.Replace("%", "", StringComparison.Ordinal)));

    /// <summary>A cookie of the session: without <see cref="MaxAge"/> and <see cref="Expires"/> it lasts until the browser ends.</summary>
    /// <param name="name">The name: a token (RFC 9110 §5.6.2).</param>
    /// <param name="value">The value as it is sent: ASCII without controls, white space, quotes, commas, semicolons and backslashes. <see cref="Encode"/> makes it of any text.</param>
    /// <exception cref="ArgumentException">The name or the value has a character that it cannot have, or both are longer than 4096 octets.</exception>
    public ResponseCookie(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!Grammar.IsToken(Encoding.UTF8.GetBytes(name)))
        {
            throw new ArgumentException($"The cookie name '{name}' is no token: letters, digits and !#$%&'*+-.^_`|~ (RFC 6265bis §4.1.1).", nameof(name));
        }

        if (value.AsSpan().IndexOfAnyExcept(s_octets) is >= 0 and var wrong)
        {
            throw new ArgumentException($"The value of the cookie {name} cannot contain the character U+{(int)value[wrong]:X4}: it is ASCII without controls, white space, quotes, commas, semicolons and backslashes (RFC 6265bis §4.1.1). ResponseCookie.Encode makes it of any text.", nameof(value));
        }

        if (name.Length + value.Length > MaxBytes)
        {
            throw new ArgumentException($"The cookie {name} has {name.Length + value.Length} octets: browsers drop those whose name and value have more than {MaxBytes} (RFC 6265bis §5.6).", nameof(value));
        }

        (Name, Value) = (name, value);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The value as it is sent.</summary>
    public string Value { get; }

    /// <summary>The path below which it is sent back; null: that of the request, without its last segment.</summary>
    public string? Path { get; init; }

    /// <summary>The host to which, with all below it, it is sent back; null: this very host.</summary>
    public string? Domain { get; init; }

    /// <summary>How long it lasts, in whole seconds; before <see cref="Expires"/> if both are said. Browsers keep none for more than 400 days.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Until when it lasts, to the second.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether it is sent over TLS only (RFC 6265bis §4.1.2.5). On unless turned off: without, whoever is on the way can read and replace it.</summary>
    public bool Secure { get; init; } = true;

    /// <summary>Whether no script sees it (RFC 6265bis §4.1.2.6). On unless turned off.</summary>
    public bool HttpOnly { get; init; } = true;

    /// <summary>With which requests it is sent; by default with those of the same site, and when the user follows a link to it.</summary>
    public SameSite SameSite { get; init; } = SameSite.Lax;

    /// <summary>Whether a page of another site that embeds this one gets a cookie of its own (CHIPS); it must then be <see cref="Secure"/>.</summary>
    public bool Partitioned { get; init; }

    /// <summary>Any text as the value of a cookie: what no value can have is percent-encoded as UTF-8, and <see cref="CookieAttribute"/> parameters decode it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value, for the constructor.</returns>
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            _ = s_plainOctets.Contains(octet) ? encoded.Append((char)octet) : encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.ToString();
    }

    /// <summary>The cookie as the value of Set-Cookie.</summary>
    /// <exception cref="ArgumentException">Browsers would drop it: the text says for which rule.</exception>
    internal string ToFieldValue()
    {
        Check();
        return Write(Value, MaxAge, Expires);
    }

    /// <summary>What deletes the cookie: one of the same name, domain and path that has expired.</summary>
    internal string ToDeletion()
    {
        Check();
        return Write("", TimeSpan.Zero, DateTimeOffset.UnixEpoch);
    }

    private string Write(string value, TimeSpan? maxAge, DateTimeOffset? expires)
    {
        var text = new StringBuilder(Name).Append('=').Append(value);
        _ = Domain is null ? text : text.Append("; Domain=").Append(Domain);
        _ = Path is null ? text : text.Append("; Path=").Append(Path);
        _ = expires is null ? text : text.Append("; Expires=").Append(HttpDate.Format(expires.Value));
        _ = maxAge is null ? text : text.Append("; Max-Age=").Append((long)maxAge.Value.TotalSeconds);
        _ = Secure ? text.Append("; Secure") : text;
        _ = HttpOnly ? text.Append("; HttpOnly") : text;
        _ = text.Append("; SameSite=").Append(SameSite);
        return (Partitioned ? text.Append("; Partitioned") : text).ToString();
    }

    private void Check()
    {
        // RFC 6265bis §4.1.3: browsers compare the prefixes without case.
        var isOfHost = Name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase);
        Require(Secure || !(isOfHost || Name.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase)), "its prefix needs Secure", "4.1.3");
        Require(!isOfHost || (Path == "/" && Domain is null), "the prefix __Host- needs the Path '/' and no Domain", "4.1.3.2");
        Require(Secure || SameSite != SameSite.None, "SameSite=None needs Secure", "5.7");
        Require(Secure || !Partitioned, "Partitioned needs Secure", "4.1.2.5");
        Require(Enum.IsDefined(SameSite), "SameSite has no such value", "4.1.2.7");
        Require(!(MaxAge < TimeSpan.Zero), "MaxAge is negative; ResponseFields.DeleteCookie deletes it", "4.1.2.2");
        Require(Expires is not { Year: < 1601 }, "Expires is before 1601", "5.1.1");
        Require(Path is null || (Path is ['/', ..] && Path.Length <= MaxAttributeBytes && !ContainsForeign(Path)), "Path begins with '/', has no controls and no ';', and at most 1024 octets", "4.1.2.4");
        Require(Domain is null || IsHost(Domain), "Domain is a host name without a leading dot, and at most 253 octets", "4.1.2.3");
    }

    private void Require(bool holds, string rule, string section)
    {
        if (!holds)
        {
            throw new ArgumentException($"Browsers would drop the cookie {Name}: {rule} (RFC 6265bis §{section}).");
        }
    }

    private static bool ContainsForeign(string path)
    {
        foreach (var character in path)
        {
            if (character is < ' ' or > '~' or ';')
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHost(string domain)
    {
        foreach (var character in domain)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '.'))
            {
                return false;
            }
        }

        return domain.Length is > 0 and <= 253 && domain[0] != '.' && domain[^1] != '.';
    }
}
