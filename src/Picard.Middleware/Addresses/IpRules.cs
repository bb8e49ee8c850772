namespace Picard;

/// <summary>The rules of an <see cref="IpFilter"/>. The last that fits decides.</summary>
internal sealed class IpRules
{
    // Limit: each is looked at for each request; a longer list wants a tree, and a firewall.
    private const int MaxRules = 4096;

    private readonly List<Rule> _lastFirst;
    private readonly IpVerdict _unixSockets;

    private IpRules(List<Rule> lastFirst, IpVerdict unixSockets) => (_lastFirst, _unixSockets) = (lastFirst, unixSockets);

    public static IpRules Parse(IpFilterOptions options)
    {
        OptionCheck.NotNull(options.Rules, "IpFilterOptions.Rules");
        OptionCheck.Between(options.Rules.Count, 0, MaxRules, "IpFilterOptions.Rules.Count");
        OptionCheck.Defined(options.UnixSockets, "IpFilterOptions.UnixSockets");

        return new IpRules([.. options.Rules.Select(Parse).Reverse()], options.UnixSockets);
    }

    public IpVerdict VerdictOn(Request request) => ClientAddress.IsUnixSocket(request) ? _unixSockets : VerdictOn(ClientAddress.BitsOf(request));

    public IpVerdict VerdictOn(AddressBits address)
    {
        foreach (var rule in _lastFirst)
        {
            if (rule.IsForAll || (!address.IsNone && rule.Network.Contains(address)))
            {
                return rule.Verdict;
            }
        }

        return IpVerdict.Deny;
    }

    private static Rule Parse(string text)
    {
        IpVerdict? verdict = text switch { ['+', ..] => IpVerdict.Allow, ['-', ..] => IpVerdict.Deny, _ => null };
        if (verdict is null)
        {
            throw Wrong(text, "a rule begins with '+' or '-'");
        }

        var network = default(AddressNetwork);
        var isForAll = text.Length == 2 && text[1] == '*';
        return !isForAll && AddressNetwork.Parse(text.AsSpan(1), out network) is { } wrong ? throw Wrong(text, wrong) : new Rule(verdict.Value, network, isForAll);
    }

    private static ArgumentException Wrong(string rule, string why) => new($"IpFilterOptions.Rules has the rule '{rule}': {why}.");

    private readonly record struct Rule(IpVerdict Verdict, AddressNetwork Network, bool IsForAll);
}
