namespace Picard;

/// <summary>Lets requests through by the address of their client, and answers the others with 403 (RFC 9110 §15.5.4). It refuses whom no rule names.</summary>
/// <remarks>
/// Where a proxy stands in front, <see cref="ForwardedFields"/> comes before it: else every request has the address of the proxy. A client whom a trusted proxy
/// does not name fits no rule but <c>*</c>.
/// </remarks>
[Middleware]
public sealed partial class IpFilter(IpFilterOptions options)
{
    private static readonly Problem s_refusal = new(StatusCode.Forbidden) { Detail = "Requests from this address are not accepted." };

    private readonly IpRules _rules = options.Compiled;

    [OnRequest]
    private Next Begin(Request request)
    {
        if (_rules.VerdictOn(request) == IpVerdict.Allow)
        {
            return Next.Continue;
        }

        Downstream.Respond(s_refusal);
        return Next.Handled;
    }
}
