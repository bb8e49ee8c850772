using Picard.Http;

namespace Picard;

/// <summary>What requests are counted by.</summary>
public sealed class LimitKey
{
    private LimitKey(LimitKeyKind kind, string? field = null, Func<Request, string?>? select = null) => (Kind, FieldName, Select) = (kind, field, select);

    /// <summary>All requests together.</summary>
    public static LimitKey Everyone { get; } = new(LimitKeyKind.Everyone);

    /// <summary>
    /// The address of the client, as <see cref="ForwardedFields"/> finds it, else that of the peer. IPv6 addresses count by their first 64 bits, for whoever has one
    /// has all of these. Clients without an address, as over a Unix socket, count together.
    /// </summary>
    public static LimitKey ClientAddress { get; } = new(LimitKeyKind.ClientAddress);

    internal LimitKeyKind Kind { get; }

    internal string? FieldName { get; }

    internal Func<Request, string?>? Select { get; }

    /// <summary>The value of a field of the request, such as an API key; requests without it count by the address of the client.</summary>
    /// <remarks>A client can send any value, and each counts for itself: use it behind something that has checked it. The first 256 octets count.</remarks>
    /// <param name="name">The field name.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">It is no token (RFC 9110 §5.1).</exception>
    public static LimitKey Field(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Grammar.IsToken(System.Text.Encoding.UTF8.GetBytes(name))
            ? new(LimitKeyKind.Field, name)
            : throw new ArgumentException($"'{name}' is no field name: it is a token, letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 §5.1).", nameof(name));
    }

    /// <summary>What a function finds, such as the name of the user that another middleware has left in <see cref="Request.Items"/>.</summary>
    /// <param name="select">Called for each request, from many threads; what it returns is kept while it is counted. Null: the request counts by the address of the client.</param>
    /// <returns>The key.</returns>
    public static LimitKey By(Func<Request, string?> select)
    {
        ArgumentNullException.ThrowIfNull(select);
        return new(LimitKeyKind.Selected, select: select);
    }
}
