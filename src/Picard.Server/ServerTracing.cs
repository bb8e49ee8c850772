using System.Diagnostics;
using System.Net;
using System.Text;
using Picard.Gen;
using Picard.Http;

namespace Picard.Server;

/// <summary>Activities of a server: one for each request, in the trace that the client says it belongs to (W3C Trace Context).</summary>
internal static class ServerTracing
{
    private const string TraceParent = "traceparent";

    private static readonly ActivitySource s_source = new("Picard.Server");

    // Octets of a query may be secrets. That there was one is told, as .NET's own client does.
    private const string RedactedQuery = "*";

    /// <summary>Whether anybody listens.</summary>
    public static bool IsListenedTo => s_source.HasListeners();

    /// <summary>Begins the activity of a request. It is not made current.</summary>
    /// <returns>Null if nobody wants this one.</returns>
    public static Activity? Start(ParsedRequest request, EndPoint? peer, DateTimeOffset now)
    {
        var ambient = Activity.Current;

        // What was current where the server was started is no parent of a request.
        Activity.Current = null;
        var method = HttpTags.Of(request.Method);
        var name = method == HttpTags.OtherMethod ? "HTTP" : method;
        var activity = s_source.StartActivity(name, ActivityKind.Server, ParentOf(request), TagsOf(request, method, peer), links: null, now);
        Activity.Current = ambient;
        return activity;
    }

    /// <summary>Ends an activity.</summary>
    public static void Stop(Activity activity, TimeSpan duration)
    {
        var ambient = Activity.Current;
        activity.SetEndTime(activity.StartTimeUtc + duration);
        activity.Stop();
        Activity.Current = ambient;
    }

    private static ActivityContext ParentOf(ParsedRequest request)
    {
        DistributedContextPropagator.Current.ExtractTraceIdAndState(request, static (request, name, out value, out values) =>
        {
            values = null;
            value = ValueOf(((ParsedRequest)request!).Fields, name);
        }, out var parent, out var state);
        return ActivityContext.TryParse(parent, state, isRemote: true, out var remote) ? remote : default;
    }

    private static string? ValueOf(FieldSection fields, string name)
    {
        if (fields.CountOf(name) <= 1)
        {
            return fields.GetText(name);
        }

        // Trace Context §3.2: more than one traceparent is none. §3.3: a tracestate may lie in several lines, which are one list.
        if (name.Equals(TraceParent, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var values = new List<string>();
        foreach (var line in fields)
        {
            if (Ascii.EqualsIgnoreCase(line.Name, name))
            {
                values.Add(Encoding.Latin1.GetString(line.Value));
            }
        }

        return string.Join(',', values);
    }

    private static List<KeyValuePair<string, object?>> TagsOf(ParsedRequest request, string method, EndPoint? peer)
    {
        var target = request.Head.Target;
        var tags = new List<KeyValuePair<string, object?>>
        {
            new(HttpTags.Method, method),
            new(HttpTags.Scheme, ServerTags.Http),
            new(ServerTags.Path, Encoding.ASCII.GetString(target.Path)),
            new(HttpTags.Version, HttpTags.Of(request.Version)),
        };
        if (method == HttpTags.OtherMethod)
        {
            tags.Add(new(HttpTags.OriginalMethod, request.Method.Token));
        }

        if (target.HasQuery)
        {
            tags.Add(new(ServerTags.Query, RedactedQuery));
        }

        AddServer(tags, request.Host);
        if (peer is IPEndPoint { Address: var address, Port: var port })
        {
            tags.Add(new(ServerTags.PeerAddress, (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()));
            tags.Add(new(ServerTags.PeerPort, port));
        }

        if (request.Fields.GetText(KnownField.UserAgent) is { } agent)
        {
            tags.Add(new(ServerTags.UserAgent, agent));
        }

        return tags;
    }

    private static void AddServer(List<KeyValuePair<string, object?>> tags, ReadOnlySpan<byte> host)
    {
        if (host.IsEmpty)
        {
            return;
        }

        // RFC 9110 §7.2: uri-host [":" port]; the colons of an IPv6 address lie in brackets.
        var colon = host[^1] == (byte)']' ? -1 : host.LastIndexOf((byte)':');
        tags.Add(new(HttpTags.ServerAddress, Encoding.ASCII.GetString(colon < 0 ? host : host[..colon])));
        if (colon >= 0 && int.TryParse(host[(colon + 1)..], out var port))
        {
            tags.Add(new(HttpTags.ServerPort, port));
        }
    }
}
