using System.Buffers;

namespace Picard.Client.Tests;

/// <summary>Waits in its response event until it is released.</summary>
[ResponseHandler]
internal sealed partial class Waiter
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task IsWaiting => _waiting.Task;

    public bool HasContent { get; private set; }

    public void Release() => _released.SetResult();

    [OnResponse]
    private async ValueTask BeginAsync()
    {
        _waiting.SetResult();
        await _released.Task.WaitAsync(Upstream.Aborted);
    }

    [OnContent]
    private void Chunk(ReadOnlyMemory<byte> content) => HasContent |= content.Length > 0;
}
