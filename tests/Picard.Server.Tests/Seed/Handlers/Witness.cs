using System.Text;

namespace Picard.Server.Tests;

/// <summary>Writes down what it is told of a request, and answers at its end.</summary>
[Handler("* /witness/{**rest}")]
public partial class Witness(EventLog log)
{
    private readonly EventLog _log = log;
    private string? _content;

    [OnRequest]
    private void Begin(in RequestHead request)
    {
        var target = request.Target;
        var fields = new List<string>();
        for (var i = 0; i < request.Fields.Count; i++)
        {
            fields.Add(request.Fields[i].ToString());
        }

        _log.Add($"request:{request.Method} path={Text(target.Path)} query={Text(target.Query)} {request.Version} length={request.ContentLength?.ToString() ?? "none"} [{string.Join('|', fields)}]");
    }

    [OnContent]
    private void Content(ReadOnlySpan<byte> octets)
    {
        _content += Text(octets);
        _log.Add("content");
    }

    [OnEnd]
    private void End()
    {
        _log.Add($"end:{(_content?.Length > 64 ? $"{_content.Length}" : _content)}");
        Downstream.Respond(StatusCode.Ok, "Hello");
    }

    [OnAbort] private void Abort(AbortReason reason) => _log.Add($"abort:{reason}");

    [OnDone] private void Done() => _log.Add("done");

    private static string Text(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);
}
