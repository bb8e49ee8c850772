namespace Picard.Client.Tests;

/// <summary>Writes pieces of content until there are no more, stopping wherever the server does not keep up.</summary>
[ResponseHandler]
internal sealed partial class Uploader(int count, byte[] piece)
{
    private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next;

    public int Written => Volatile.Read(ref _next);

    /// <summary>Completes when the server has held it back.</summary>
    public Task Paused => _paused.Task;

    public string Events { get; private set; } = "";

    [OnRequest]
    private void Begin()
    {
        Note("request");
        Produce();
    }

    [OnResume]
    private void Resumed()
    {
        Note("resume");
        Produce();
    }

    [OnPause]
    private void Stop()
    {
        Note("pause");
        _ = _paused.TrySetResult();
    }

    [OnResponse]
    private void Answered(StatusCode status) => Note($"response:{status.Code}");

    [OnEnd]
    private void End() => Note("end");

    [OnDone]
    private void Done() => Note("done");

    [OnAbort]
    private void Abort(Exception fault) => Note($"abort:{((RequestException)fault).Fault}");

    private void Produce()
    {
        var flow = Flow.Ready;
        while (_next < count && flow == Flow.Ready)
        {
            flow = Upstream.Write(piece);
            Volatile.Write(ref _next, _next + 1);
        }

        if (_next == count)
        {
            Upstream.Complete();
        }
    }

    private void Note(string what)
    {
        // Pauses and resumes are many, and how many is the network's business.
        if (what is not ("pause" or "resume") || !Events.EndsWith(what, StringComparison.Ordinal))
        {
            Events += Events.Length == 0 ? what : " " + what;
        }
    }
}
