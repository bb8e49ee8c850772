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
        OptionCheck.Defined(options.Credentials, "CorsOptions.Credentials");
        OptionCheck.Defined(options.PrivateNetwork, "CorsOptions.PrivateNetwork");
        OptionCheck.Between(options.MaxAge, TimeSpan.Zero, s_longest, "CorsOptions.MaxAge");
        var policy = new CorsPolicy(options);

        // Fetch §3.3.5: with credentials '*' is no wildcard but an origin, a method or a field of that name.
        if (policy.AllowsCredentials)
        {
            (string Name, bool IsWildcard)[] lists =
            [
                ("Origins", policy.Origins.IsAny), ("Methods", policy.Methods == "*"), ("RequestFields", policy.RequestFields == "*"), ("ExposedFields", policy.ExposedFields == "*"),
            ];
            foreach (var (name, isWildcard) in lists)
            {
                if (isWildcard)
                {
                    throw OptionCheck.Wrong($"CorsOptions.{name}", "'*' and CorsOptions.Credentials is Include: with credentials everything must be named (Fetch §3.3.5)");
                }
            }
        }

        return policy;
    }

    private static string? Join(IReadOnlyList<string> names, string option)
    {
        OptionCheck.NotNull(names, $"CorsOptions.{option}");
        foreach (var name in names)
        {
            if (name is null || !Grammar.IsToken(Encoding.UTF8.GetBytes(name)) || (name == "*" && names.Count > 1))
            {
                throw new OptionException($"CorsOptions.{option} has '{name}': it is a list of names, or '*' alone.");
            }
        }

        return names.Count == 0 ? null : string.Join(", ", names);
    }
}
