using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace Picard.Proxy.Tests;

/// <summary>A server behind proxies, which says what it got.</summary>
[Application]
public partial class OriginApp;

/// <summary>Says which request reached it, and at which port.</summary>
[Handler(Application = typeof(OriginApp))]
public partial class Mirror
{
    [Get("/hold/{id}")]
    private static async Task<string> Hold(string id, CancellationToken aborted)
    {
        Held.Entered(id).SetResult();
        await Held.Released(id).Task.WaitAsync(aborted);
        return "released";
    }

    [Fallback]
    private static Response Any(Request request, ReadOnlyMemory<byte> content)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{request.Method} {request.Target}");
        foreach (var line in request.Fields)
        {
            if (line.Known == KnownField.Authorization || line.Name.StartsWith("X-Sent"u8))
            {
                text.Append(CultureInfo.InvariantCulture, $" {Encoding.Latin1.GetString(line.Name)}={Encoding.Latin1.GetString(line.Value)}");
            }
        }

        var response = Response.Text(StatusCode.Ok, text.Append(' ').Append(Encoding.UTF8.GetString(content.Span)).ToString().TrimEnd());
        response.Fields.Set("X-Port", ((IPEndPoint)request.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture));
        response.Fields.Set("X-Secret", "inside");
        response.Trailers.Add("X-Sum", "7");
        return response;
    }
}

/// <summary>Exchanges that an origin holds until it is told to go on.</summary>
internal static class Held
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> s_entered = new();
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> s_released = new();

    public static TaskCompletionSource Entered(string id) => s_entered.GetOrAdd(id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    public static TaskCompletionSource Released(string id) => s_released.GetOrAdd(id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
