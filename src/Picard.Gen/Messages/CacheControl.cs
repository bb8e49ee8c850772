using System.Globalization;
using System.Text;

namespace Picard;

/// <summary>The directives of a Cache-Control field of a response (RFC 9111 §5.2.2): who may keep it, and for how long.</summary>
public sealed class CacheControl
{
    /// <summary>Nobody keeps it: <c>no-store</c>. For what is secret.</summary>
    public static CacheControl NoStore { get; } = new() { Storage = CacheStorage.Nobody };

    /// <summary>It may be kept, and is asked for again before each use: <c>no-cache</c>. With an entity tag that costs a 304.</summary>
    public static CacheControl Revalidate { get; } = new() { Reuse = CacheReuse.AfterValidation };

    /// <summary>For content that never changes at its URL, such as a file with a hash in its name: a year, <c>immutable</c>.</summary>
    public static CacheControl Immutable { get; } = new() { Storage = CacheStorage.Everybody, MaxAge = TimeSpan.FromDays(365), Reuse = CacheReuse.AlwaysWhileFresh };

    /// <summary>Who may keep the response. Default: what RFC 9111 §3 says of the method, the status and the other fields.</summary>
    public CacheStorage Storage { get; init; }

    /// <summary>When a kept response may be used. Default: while it is fresh, and longer where a cache allows it.</summary>
    public CacheReuse Reuse { get; init; }

    /// <summary>How long it is fresh, in whole seconds; null leaves it to caches to guess.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How long it is fresh in shared caches, where that differs.</summary>
    public TimeSpan? SharedMaxAge { get; init; }

    /// <summary>How long a stale response may be used while a new one is fetched (RFC 5861 §3).</summary>
    public TimeSpan? StaleWhileRevalidate { get; init; }

    /// <summary>The field value.</summary>
    /// <exception cref="InvalidOperationException">A duration is negative.</exception>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, Storage switch { CacheStorage.Everybody => "public", CacheStorage.UserAgent => "private", CacheStorage.Nobody => "no-store", _ => null });
        Append(text, Reuse switch { CacheReuse.AfterValidation => "no-cache", CacheReuse.OnlyWhileFresh => "must-revalidate", CacheReuse.AlwaysWhileFresh => "immutable", _ => null });
        Append(text, "max-age", MaxAge);
        Append(text, "s-maxage", SharedMaxAge);
        Append(text, "stale-while-revalidate", StaleWhileRevalidate);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string? directive)
    {
        if (directive is not null)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(directive);
        }
    }

    private static void Append(StringBuilder text, string directive, TimeSpan? duration)
    {
        if (duration is { } time)
        {
            if (time < TimeSpan.Zero)
            {
                throw new InvalidOperationException($"The directive {directive} of Cache-Control is {time}: it must not be negative (RFC 9111 §1.2.2).");
            }

            Append(text, string.Create(CultureInfo.InvariantCulture, $"{directive}={(long)time.TotalSeconds}"));
        }
    }
}
