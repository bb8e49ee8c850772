using System.Buffers;
using System.Collections.Concurrent;

namespace Picard.Proxy.Tests;

/// <summary>What clients see.</summary>
[Application, Mount<InnerApp>("/inner")]
public partial class EdgeApp
{
    [Provides]
    private readonly Tokens _tokens = new();
}

/// <summary>What is mounted in it.</summary>
[Application]
public partial class InnerApp;

/// <summary>The same with middleware, through which every response goes.</summary>
[Application, Use<Stamp>]
public partial class StampedApp;

/// <summary>Marks every response.</summary>
[Middleware]
public partial class Stamp
{
    [OnRequest]
    private void Begin(ResponseFields fields) => fields.Set("X-Stamp", "yes");
}

/// <summary>A service that a proxy asks for.</summary>
internal sealed class Tokens
{
    public ValueTask<string> TokenAsync() => new("Bearer t");
}

/// <summary>Connections of the orders.</summary>
[Pool(MaxConnectionsPerAuthority = 4)]
public static partial class Backend;

/// <summary>Another target, fields both ways, a service, a pool.</summary>
[Proxy("/api/{**rest}", Upstream = "orders", Rewrite = "/internal/{rest}", Pool = typeof(Backend), Application = typeof(EdgeApp))]
[Upstream("orders")]
internal sealed partial class OrdersProxy(Tokens tokens)
{
    [OnRequest]
    private async ValueTask Outgoing(ForwardedRequest request)
    {
        await Task.Yield();
        request.Fields.Set(KnownField.Authorization, await tokens.TokenAsync());
    }

    [OnResponse]
    private static void Incoming(ForwardedResponse response)
    {
        response.Fields.Remove("X-Secret");
        response.Fields.Set("X-Proxy", "orders");
    }
}

/// <summary>The same servers by another route.</summary>
[Proxy("/pages/{id:int}/{name=index}", Upstream = "orders", Rewrite = "/p/{name}/{id}", Application = typeof(EdgeApp))]
public sealed partial class PagesProxy;

/// <summary>Middleware of its own, and a request that may be answered without a server.</summary>
[Proxy("/guarded/{**rest}", Upstream = "orders", Application = typeof(EdgeApp))]
[Use<Stamp>, MaxContent(8)]
internal sealed partial class GuardedProxy
{
    [OnRequest]
    private static void Check(ForwardedRequest request, string rest, [Header("X-Key")] int key)
    {
        if (key != 7)
        {
            request.Respond(new Problem(StatusCode.Forbidden) { Detail = $"No key for {rest}." });
        }
        else
        {
            request.Target = "/opened";
        }
    }
}

/// <summary>A handler's route inside that of a proxy.</summary>
[Handler(Application = typeof(EdgeApp))]
internal sealed partial class Local
{
    [Get("/api/local")]
    private static string Own() => "own";
}

/// <summary>A proxy of an application that is mounted.</summary>
[Proxy("/files/{**rest}", Upstream = "orders", Rewrite = "/f/{rest}", Application = typeof(InnerApp))]
public sealed partial class InnerProxy;

/// <summary>Behind middleware.</summary>
[Proxy("/seen/{**rest}", Upstream = "seen", Application = typeof(StampedApp))]
public sealed partial class StampedProxy;

/// <summary>Whose server breaks its responses off.</summary>
[Proxy("/broken", Application = typeof(EdgeApp))]
[Upstream("broken")]
internal sealed partial class BrokenProxy
{
    private string? _id;

    [OnRequest]
    private void Begin([Header("X-Id")] string id) => _id = id;

    [OnDone]
    private void Done() => Journal.Of(_id!).SetResult("done");

    [OnAbort]
    private void Abort(AbortReason reason) => Journal.Of(_id!).SetResult(reason.ToString());
}

/// <summary>Whose servers change.</summary>
[Proxy("/hold/{id}", Application = typeof(EdgeApp))]
[Upstream("moving")]
public sealed partial class MovingProxy;

/// <summary>Every event, as one number: a digit for each.</summary>
[Proxy("/seen/{**rest}", Application = typeof(EdgeApp))]
[Upstream("seen")]
internal sealed partial class SeenProxy
{
    private string? _id;
    private long _order;
    private long _up;
    private long _down;

    [OnRequest]
    private void Request([Header("X-Id")] string id)
    {
        _id = id;
        Note(1);
    }

    [OnRequestContent]
    private void RequestContent(ReadOnlySpan<byte> octets)
    {
        _up += octets.Length;
        Note(2);
    }

    [OnRequestTrailers]
    private void RequestTrailers(FieldSection trailers) => Note(trailers.Contains("X-Last") ? 3 : 0);

    [OnRequestEnd]
    private void RequestEnd() => Note(4);

    [OnResponse]
    private Task Response(StatusCode status)
    {
        Note(status == StatusCode.Ok ? 5 : 0);
        return Task.CompletedTask;
    }

    [OnResponseContent]
    private void ResponseContent(ReadOnlySequence<byte> octets)
    {
        _down += octets.Length;
        Note(6);
    }

    [OnResponseTrailers]
    private void ResponseTrailers(FieldSection trailers) => Note(trailers.Contains("X-Sum") ? 7 : 0);

    [OnResponseEnd]
    private void ResponseEnd() => Note(8);

    [OnDone]
    private void Done() => Journal.Of(_id!).SetResult($"{_order} done {_up} {_down}");

    [OnAbort]
    private void Abort(AbortReason reason) => Journal.Of(_id!).SetResult($"{_order} {reason} {_up} {_down}");

    private void Note(int digit) => _order = _order % 10 == digit ? _order : (_order * 10) + digit;
}

/// <summary>What proxies have seen, by the X-Id of the request.</summary>
internal static class Journal
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource<string>> s_entries = new();

    public static TaskCompletionSource<string> Of(string id) => s_entries.GetOrAdd(id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
