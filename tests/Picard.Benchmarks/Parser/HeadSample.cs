using System.Text;

namespace Picard.Benchmarks;

/// <summary>A request head that both parsers are given.</summary>
/// <param name="Name">What sends such a head.</param>
/// <param name="Octets">The head, its empty line included.</param>
internal sealed record HeadSample(string Name, byte[] Octets)
{
    private const string BrowserFields = """
        Host: www.example.com
        Connection: keep-alive
        sec-ch-ua: "Chromium";v="128", "Not;A=Brand";v="24"
        sec-ch-ua-mobile: ?0
        sec-ch-ua-platform: "Linux"
        Upgrade-Insecure-Requests: 1
        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36
        Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
        Sec-Fetch-Site: none
        Sec-Fetch-Mode: navigate
        Sec-Fetch-User: ?1
        Sec-Fetch-Dest: document
        Accept-Encoding: gzip, deflate, br
        Accept-Language: en-US,en;q=0.9

        """;

    private const string CurlFields = """
        Host: localhost:8080
        User-Agent: curl/8.5.0
        Accept: */*

        """;

    public static IReadOnlyList<HeadSample> All { get; } =
    [
        Of("browser", "GET /articles/2026/picard?page=2 HTTP/1.1", BrowserFields),
        Of("curl", "GET /plaintext HTTP/1.1", CurlFields),
        Of("cookies", "GET /account/orders?status=open&sort=date HTTP/1.1", BrowserFields + Cookies(1400) + "\n"),
    ];

    private static HeadSample Of(string name, string requestLine, string fields) =>
        new(name, Encoding.ASCII.GetBytes($"{requestLine}\n{fields}\n".ReplaceLineEndings("\r\n")));

    private static string Cookies(int octets)
    {
        var cookies = new StringBuilder("Cookie: ");
        for (var index = 0; cookies.Length < octets; index++)
        {
            cookies.Append(index == 0 ? "" : "; ").Append("session_").Append(index).Append("=c2Vzc2lvbi1").Append(index * 7919).Append("-0123456789abcdef");
        }

        return cookies.ToString();
    }
}
