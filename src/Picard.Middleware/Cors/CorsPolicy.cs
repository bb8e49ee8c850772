using System.Globalization;
using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>The field values of <see cref="CorsOptions"/>, made once.</summary>
internal sealed class CorsPolicy
{
    // Limit: a browser keeps nothing longer than a day.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    private CorsPolicy(CorsOptions options)
    {
        Origins = CorsOrigins.Parse(options.Origins);
        Methods = Join(options.Methods, nameof(options.Methods));
        RequestFields = Join(options.RequestFields, nameof(options.RequestFields));
        ExposedFields = Join(options.ExposedFields, nameof(options.ExposedFields));
        MaxAge = ((long)options.MaxAge.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        AllowsCredentials = options.Credentials == CorsCredentials.Include;
        AllowsPrivateNetwork = options.PrivateNetwork == PrivateNetworkAccess.Allow;
    }

    public CorsOrigins Origins { get; }

    public string? Methods { get; }

    public string? RequestFields { get; }

    public string? ExposedFields { get; }

    public string MaxAge { get; }

    public bool AllowsCredentials { get; }

    public bool AllowsPrivateNetwork { get; }

    public static CorsPolicy Create(CorsOptions options)
    {
        if (!Enum.IsDefined(options.Credentials) || !Enum.IsDefined(options.PrivateNetwork))
        {
            throw new ArgumentException($"CorsOptions.Credentials has no value {options.Credentials}, or CorsOptions.PrivateNetwork has no value {options.PrivateNetwork}.", nameof(options));
        }

        if (options.MaxAge < TimeSpan.Zero || options.MaxAge > s_longest)
        {
            throw new ArgumentException($"CorsOptions.MaxAge is {options.MaxAge}: it must be from zero to one day.", nameof(options));
        }

        var policy = new CorsPolicy(options);

        // Fetch §3.3.5: with credentials '*' is no wildcard but an origin, a method or a field of that name.
        if (policy.AllowsCredentials)
        {
            foreach (var (name, isWildcard) in new[] { ("Origins", policy.Origins.IsAny), ("Methods", policy.Methods == "*"), ("RequestFields", policy.RequestFields == "*"), ("ExposedFields", policy.ExposedFields == "*") })
            {
                if (isWildcard)
                {
                    throw new ArgumentException($"CorsOptions.{name} is '*' and CorsOptions.Credentials is Include: with credentials everything must be named (Fetch §3.3.5).", nameof(options));
                }
            }
        }

        return policy;
    }

    private static string? Join(IReadOnlyList<string> names, string option)
    {
        if (names is null)
        {
            throw new ArgumentException($"CorsOptions.{option} is null.", nameof(option));
        }

        foreach (var name in names)
        {
            if (name is null || !Grammar.IsToken(Encoding.UTF8.GetBytes(name)) || (name == "*" && names.Count > 1))
            {
                throw new ArgumentException($"CorsOptions.{option} has '{name}': it is a list of names, or '*' alone.", nameof(option));
            }
        }

        return names.Count == 0 ? null : string.Join(", ", names);
    }
}
