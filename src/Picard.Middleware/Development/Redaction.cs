using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>Keeps what identifies a user out of what is shown of a request.</summary>
internal sealed class Redaction
{
    private const string Hidden = "(hidden)";

    // What is shorter is in every text by chance, and no secret.
    private const int MinSecretCharacters = 4;

    // Parts of names, in lower case, such as of Authorization, Cookie, X-Api-Key, X-Auth-Token and X-Csrf-Token.
    private static readonly string[] s_partsOfNames = ["auth", "cookie", "token", "key", "secret", "session", "password", "credential", "signature", "csrf", "xsrf"];

    // The words before a credential say nothing, and are in every text about one.
    private static readonly string[] s_schemes = ["Basic", "Bearer", "Digest", "Negotiate"];

    private readonly List<string> _secrets = [];

    public Redaction(FieldSection fields)
    {
        foreach (var field in fields)
        {
            if (IsSecret(Encoding.Latin1.GetString(field.Name)))
            {
                AddSecrets(Encoding.Latin1.GetString(field.Value));
            }
        }

        // The longer first, since a shorter one may be part of it.
        _secrets.Sort(static (one, other) => other.Length.CompareTo(one.Length));
    }

    /// <summary>A text without the secrets of the request.</summary>
    public string Of(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Hidden, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The value of a field, as far as it may be shown.</summary>
    public string ValueOf(FieldLine field) => IsSecret(Encoding.Latin1.GetString(field.Name)) ? Hidden : Of(Encoding.Latin1.GetString(field.Value));

    private static bool IsSecret(string name) => s_partsOfNames.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value as a whole, and its parts: a token without its scheme, and each cookie's value.</summary>
    private void AddSecrets(string value)
    {
        Add(value);
        foreach (var part in value.Split([';', ' ', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            Add(part);
            Add(part[(equals + 1)..]);
        }
    }

    private void Add(string secret)
    {
        secret = secret.Trim('"');
        if (secret.Length >= MinSecretCharacters && !s_schemes.Contains(secret, StringComparer.OrdinalIgnoreCase))
        {
            _secrets.Add(secret);
        }
    }
}
