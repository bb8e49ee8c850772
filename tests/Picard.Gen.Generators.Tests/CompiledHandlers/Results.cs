using System.Runtime.CompilerServices;
using Picard;

namespace Picard.Gen.Generators.Tests.CompiledHandlers;

[Application]
internal sealed partial class ResultsApplication
{
    [Provides]
    public Gate Gate { get; } = Gate.Instance;
}

/// <summary>Something to wait for that a test opens, without a timer or a thread.</summary>
public sealed class Gate : INotifyCompletion
{
    private static readonly ThreadLocal<Gate> s_instance = new(static () => new Gate());
    private Action? _continuation;

    // One a thread: tests run side by side.
    public static Gate Instance => s_instance.Value!;

    public bool IsCompleted => false;

    public Gate GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => _continuation = continuation;

    public void Open()
    {
        var continuation = _continuation;
        _continuation = null;
        continuation?.Invoke();
    }
}

[Handler(Application = typeof(ResultsApplication))]
internal sealed partial class Results(Gate gate)
{
    public static Request Kept { get; private set; }

    [Get("/text")] private string Text(string v) => v;
    [Get("/text/null")] private string? NoText() => Null<string>();
    [Get("/text/task")] private Task<string> TextTask() => Task.FromResult("task");
    [Get("/text/value-task")] private ValueTask<string?> TextValueTask() => new("value task");
    [Get("/text/large")] private string LargeText(int length) => new('ü', length);
    [Get("/constant"), ContentType("text/html; charset=utf-8")] private string Constant() => "<p>ü\"\\\n</p>";
    [Get("/constant/body")] private string ConstantBody() { return "body"; }
    [Get("/constant/null")] private string? ConstantNull() => null;
    [Get("/typed"), ContentType(Html)] private string Typed() => $"<p>{1}</p>";

    [Get("/bytes")] private byte[] Bytes() => [1, 2, 3];
    [Get("/bytes/null")] private byte[]? NoBytes() => Null<byte[]>();
    [Get("/memory")] private ReadOnlyMemory<byte> Memory(int length) => new byte[length];
    [Get("/memory/null")] private ReadOnlyMemory<byte>? NoMemory() => null;
    [Get("/memory/task")] private Task<ReadOnlyMemory<byte>> MemoryTask() => Task.FromResult<ReadOnlyMemory<byte>>("m"u8.ToArray());

    [Get("/status")] private StatusCode Status(int code) => new(code);
    [Get("/status/null")] private StatusCode? NoStatus() => null;
    [Get("/status/task")] private ValueTask<StatusCode> StatusTask() => new(StatusCode.Accepted);

    [Get("/problem")] private Problem Problem() => new(StatusCode.Conflict) { Type = "urn:x", Title = "T", Detail = "D", Instance = "/i" };
    [Get("/problem/null")] private Problem? NoProblem() => Null<Problem>();

    [Get("/nothing")] private void Nothing() => _ = gate;
    [Get("/nothing/task")] private Task NothingTask() => Task.CompletedTask;
    [Get("/nothing/value-task")] private ValueTask NothingValueTask() => default;

    [Get("/response")]
    private Response Response() => new(StatusCode.Created)
    {
        Content = "made"u8.ToArray(),
        Fields = { ["Location"] = "/made", ["X-Two"] = "1" },
    };

    [Get("/response/null")] private Task<Response?> NoResponse() => Task.FromResult<Response?>(null);
    [Get("/response/content")] private Response ForbiddenContent(int code) => new(new StatusCode(code)) { Content = new byte[1] };
    [Get("/problem/reset")] private Problem ProblemWithoutContent() => new(StatusCode.ResetContent);
    [Get("/response/text")] private Response TextResponse() => Picard.Response.Text(StatusCode.Ok, "text");

    [Get("/suspended")]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<StatusCode> Suspended(int code, CancellationToken aborted)
    {
        await gate;
        return aborted.IsCancellationRequested ? StatusCode.Gone : new StatusCode(code);
    }

    [Get("/suspended/nothing")]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SuspendedNothing() => await gate;

    [Get("/suspended/task")]
    private async Task<string> SuspendedTask(Request request)
    {
        await gate;
        return request.Target;
    }

    [Get("/suspended/fault")]
    private async Task<string> SuspendedFault()
    {
        await gate;
        throw new InvalidDataException("mine");
    }

    [Get("/fault")] private string Fault() => throw new InvalidDataException("mine");

    [Get("/keep")]
    private void Keep(Request request) => Kept = request;

    [Post("/content"), MaxContent(10)] private string Content(ReadOnlyMemory<byte> content, int first = 0) => $"{first} {System.Text.Encoding.UTF8.GetString(content.Span)}";
    [Get("/obsolete"), Obsolete("old")] private string Old() => "old";
    [Get("/names")] private string Names(string exchange, string answer, string @class) => exchange + answer + @class;

    private const string Html = "text/html";

    private static T? Null<T>()
        where T : class => null;
}
