using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Picard.Client.Interop;

namespace Picard.Proxy.Interop;

// Makers of load: what they count as failed must be nothing.

/// <summary>wrk.</summary>
internal sealed class WrkClient() : ClientProgramme("wrk")
{
    public override string Name => "wrk";

    public override string Package => "wrk";

    public override IReadOnlyDictionary<string, Func<string, Task>> Checks => new Dictionary<string, Func<string, Task>>
    {
        ["load"] = async at =>
        {
            var report = Encoding.UTF8.GetString(await RunAsync("-t1", "-c32", "-d2s", at + "/text"));
            Require.That(!report.Contains("Socket errors", StringComparison.Ordinal) && !report.Contains("Non-2xx", StringComparison.Ordinal), report);
        },
    };
}

/// <summary>h2load, with HTTP/1.1.</summary>
internal sealed class H2LoadClient() : ClientProgramme("h2load")
{
    private const int Requests = 2_000;

    public override string Name => "h2load";

    public override string Package => "nghttp2-client";

    public override IReadOnlyDictionary<string, Func<string, Task>> Checks => new Dictionary<string, Func<string, Task>>
    {
        ["load"] = at => LoadAsync(at + "/text"),
        ["load, chunked"] = at => LoadAsync(at + "/chunked"),
    };

    private async Task LoadAsync(string url)
    {
        var report = Encoding.UTF8.GetString(await RunAsync("--h1", "-t1", "-c32", "-n", Requests.ToString(CultureInfo.InvariantCulture), url));
        Require.That(report.Contains($"{Requests} succeeded, 0 failed, 0 errored, 0 timeout", StringComparison.Ordinal), report);
    }
}

/// <summary>ab, of Apache: HTTP/1.0, with and without connections that stay.</summary>
internal sealed partial class ApacheBenchClient() : ClientProgramme("ab")
{
    private const int Requests = 1_000;

    public override string Name => "ab";

    public override string Package => "apache2-utils";

    public override IReadOnlyDictionary<string, Func<string, Task>> Checks => new Dictionary<string, Func<string, Task>>
    {
        ["load"] = at => LoadAsync(at + "/text"),
        ["load, keep-alive"] = at => LoadAsync("-k", at + "/text"),
    };

    [GeneratedRegex(@"Complete requests:\s+(\d+)")]
    private static partial Regex Complete { get; }

    [GeneratedRegex(@"Failed requests:\s+(\d+)|Non-2xx responses:\s+(\d+)")]
    private static partial Regex Failed { get; }

    private async Task LoadAsync(params string[] arguments)
    {
        var report = Encoding.UTF8.GetString(await RunAsync(["-q", "-n", Requests.ToString(CultureInfo.InvariantCulture), "-c", "32", .. arguments]));
        Require.Equal(Requests.ToString(CultureInfo.InvariantCulture), Complete.Match(report).Groups[1].Value, "the number of requests");
        Require.That(Failed.Matches(report).All(static match => match.Groups[1].Value == "0"), report);
    }
}
