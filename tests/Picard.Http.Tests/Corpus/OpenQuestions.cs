using System.Text.Json;

namespace Picard.Http.Tests.Corpus;

/// <summary>
/// What the corpus leaves open even for a strict peer (<c>strict: either</c>), and how it is decided here. A row applies to cases of its
/// code whose reason or id contains its part.
/// </summary>
internal static class OpenQuestions
{
    private static readonly (string Code, string Part, string Verdict, string Why)[] s_decisions =
    [
        ("absolute-odd-host", "zone-id", "reject", "RFC 3986 §3.2.2 has no zone identifier, and it means nothing on another machine"),
        ("absolute-odd-host", "port-range", "reject", "TCP has no port beyond 65535"),
        ("absolute-odd-host", "empty-label", "accept", "a reg-name by RFC 3986; which names exist is not for the parser to say"),
        ("absolute-userinfo", "", "reject", "RFC 9110 §4.2.4: treat as an error; it is used to obscure the authority"),
        ("chunk-ext-syntax", "", "reject", "two readings of where a chunk begins are a smuggled request"),
        ("chunk-size-zeros", "", "reject", "16 digits hold any size; more are read differently by different peers"),
        ("connect", "", "accept", "the parser's business is the grammar; whether to tunnel is the server's"),
        ("forbidden-trailer", "", "reject", "RFC 9110 §6.5.1: a late statement of framing, routing or content format"),
        ("h2-preface", "", "reject", "HTTP/1.0 and 1.1 only: 505"),
        ("host-empty", "", "accept", "RFC 9112 §3.2: what a client sends whose target URI has no authority"),
        ("host-odd", "zone-id", "reject", "as in a target"),
        ("host-odd", "port-range", "reject", "as in a target"),
        ("host-odd", "sub-delims", "accept", "a reg-name by RFC 3986"),
        ("host-odd", "empty-label", "accept", "a reg-name by RFC 3986"),
        ("host-target-mismatch", "", "accept", "RFC 9112 §3.2.2: the target's authority overrules Host"),
        ("large-header-section", "gunicorn-010", "accept", "within 32 KiB and 100 lines"),
        ("large-header-section", "gunicorn-017", "accept", "within 32 KiB and 100 lines"),
        ("large-header-section", "gunicorn-043", "accept", "within 32 KiB and 100 lines"),
        ("large-header-section", "gunicorn-086", "accept", "within 32 KiB and 100 lines"),
        ("large-header-section", "gunicorn-009", "accept", "within 32 KiB and 100 lines"),
        ("large-header-section", "gunicorn-011", "reject", "more than 100 lines: 431"),
        ("leading-empty-lines", "", "reject", "one empty line before a request line is skipped, not more"),
        ("long-request-line", "", "accept", "within 8 KiB"),
        ("status-no-reason-sp", "", "reject", "RFC 9112 §4: the space is not optional"),
        ("target-non-ascii", "", "reject", "RFC 3986 §2: a URI is ASCII"),
        ("target-unsafe-char", "", "reject", "RFC 3986 §3.3: not pchar; peers differ in what they make of it"),
        ("te-and-cl", "", "reject", "RFC 9112 §6.3 (3): ought to be handled as an error"),
        ("te-not-chunked-response", "", "reject", "content in a coding that is not understood cannot be read"),
        ("upgrade", "", "accept", "an Upgrade may be ignored; the message is a good one"),
    ];

    // Cases whose strict verdict is not followed.
    private static readonly Dictionary<string, string> s_contested = new()
    {
        ["llhttp-084"] = "PRI * is accepted, GET * refused: RFC 9112 §3.2.4 allows * with OPTIONS only",
        ["llhttp-058"] = "incomplete, but a field section that begins with a space can only become a violation",
        ["hyper-045"] = "incomplete, but a chunk extension 'no CRLF' can only become a violation",
    };

    /// <summary>Accept, reject or incomplete: the corpus' strict verdict, or ours where it has none.</summary>
    public static string Verdict(string id, JsonElement expect)
    {
        if (s_contested.ContainsKey(id))
        {
            return "reject";
        }

        var strict = CorpusCase.Text(expect, "strict");
        if (strict != "either")
        {
            return strict;
        }

        var code = CorpusCase.Text(expect, "code");
        var decision = s_decisions.FirstOrDefault(row => row.Code == code && Mentions(id, expect, row.Part));
        Assert.True(decision.Verdict is not null, $"{id}: the corpus leaves {code} open and no decision covers it: {CorpusCase.Text(expect, "reason")}");
        return decision.Verdict!;
    }

    private static bool Mentions(string id, JsonElement expect, string part) => id == part || expect.GetRawText().Contains(part, StringComparison.Ordinal);
}
