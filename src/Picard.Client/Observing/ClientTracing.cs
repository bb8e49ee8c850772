using System.Diagnostics;
using System.Text;
using Picard.Gen;

namespace Picard.Client;

/// <summary>Activities of a client: one for each request that is sent, under what is current where it is made; and the trace that its server is told of (W3C Trace Context).</summary>
internal static class ClientTracing
{
    private static readonly ActivitySource s_source = new("Picard.Client");

    // Octets of a query may be secrets. That there was one is told, as .NET's own client does.
    private const string RedactedQuery = "?*";

    /// <summary>Whether anybody listens.</summary>
    public static bool IsListenedTo => s_source.HasListeners();

    /// <summary>Begins the activity of a request. It is not made current.</summary>
    /// <returns>Null if nobody wants this one.</returns>
    public static Activity? Start(ClientCall call, string method, int resendCount, DateTimeOffset now)
    {
        var ambient = Activity.Current;
        var name = method == HttpTags.OtherMethod ? "HTTP" : method;
        var activity = s_source.StartActivity(name, ActivityKind.Client, ambient?.Context ?? default, TagsOf(call, method, resendCount), links: null, now);
        Activity.Current = ambient;
        return activity;
    }

    /// <summary>Ends an activity.</summary>
    public static void Stop(Activity activity, in RequestOutcome outcome, TimeSpan duration)
    {
        if (outcome.Status != default)
        {
            activity.SetTag(HttpTags.StatusCode, HttpTags.Of(outcome.Status));
            activity.SetTag(HttpTags.Version, outcome.Version);
        }

        if (outcome.ErrorType is { } error)
        {
            activity.SetTag(HttpTags.ErrorType, error);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        var ambient = Activity.Current;
        activity.SetEndTime(activity.StartTimeUtc + duration);
        activity.Stop();
        Activity.Current = ambient;
    }

    /// <summary>Writes the fields that tell a server of the trace. Baggage stays here: it is the application's own, and may be no business of a server.</summary>
    public static void Inject(Activity activity, ClientCall call) => DistributedContextPropagator.Current.Inject(activity, call, static (call, name, value) =>
    {
        if (!name.Equals("baggage", StringComparison.OrdinalIgnoreCase) && !name.Equals("Correlation-Context", StringComparison.OrdinalIgnoreCase))
        {
            ((ClientCall)call!).WriteTraceField(name, value);
        }
    });

    private static List<KeyValuePair<string, object?>> TagsOf(ClientCall call, string method, int resendCount)
    {
        var tags = new List<KeyValuePair<string, object?>>
        {
            new(HttpTags.Method, method),
            new(HttpTags.ServerAddress, call.Origin.Host),
            new(HttpTags.ServerPort, call.Origin.BoxedPort),
            new(ClientTags.FullUri, FullUri(call.Origin, call.Target)),
            new(HttpTags.Scheme, call.Origin.Scheme),
        };
        if (method == HttpTags.OtherMethod)
        {
            tags.Add(new(HttpTags.OriginalMethod, call.Method.Token));
        }

        if (resendCount > 0)
        {
            tags.Add(new(ClientTags.ResendCount, resendCount));
        }

        return tags;
    }

    private static string FullUri(Origin origin, ReadOnlySpan<byte> target)
    {
        var query = target.IndexOf((byte)'?');
        return $"{origin}{Encoding.ASCII.GetString(query < 0 ? target : target[..query])}{(query < 0 ? "" : RedactedQuery)}";
    }
}
