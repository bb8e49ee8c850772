using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Transport;

namespace Picard.Server;

// Content that a handler's task reads by itself, while the driver waits for that task: the input is the task's until then.
internal sealed partial class ServerConnection
{
    /// <inheritdoc/>
    bool IExchangeOwner.IsContentComplete => _content.IsComplete;

    /// <inheritdoc/>
    void IExchangeOwner.BeginStream()
    {
        // The responses before this one go out first: the driver does not flush any more.
        _run!.FlushNow();
        _watch.BeginStream(_content.MissingBytes(_input.Batch));
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    async ValueTask<ReadOnlyMemory<byte>> IExchangeOwner.ReadContentAsync()
    {
        ReadOnlyMemory<byte> piece;
        while (!TryTakePiece(out piece))
        {
            await ReadMoreAsync().ConfigureAwait(false);
        }

        return piece;
    }

    /// <summary>Takes the next run of the content of what has arrived.</summary>
    /// <returns>False: more input is needed.</returns>
    private bool TryTakePiece(out ReadOnlyMemory<byte> piece)
    {
        switch (_content.Next(ref _input.Batch, _exchange.StreamedLimit, out piece))
        {
            case RequestContent.Outcome.Piece or RequestContent.Outcome.Complete:
                return true;
            case RequestContent.Outcome.TooLarge:
                throw new ExchangeException(AbortReason.ContentTooLarge, Refusal.ContentLimit.Detail);
            case RequestContent.Outcome.Violation:
                throw new ExchangeException(AbortReason.Violation, _content.Violation.ToString());
            case RequestContent.Outcome.NeedMore when _input.IsEnded:
                // FIN before the last octet of the request.
                _watch.AbortExchange();
                throw Gone();
            default:
                return false;
        }
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask ReadMoreAsync()
    {
        if (_exchange.ExpectsContinue && _input.Batch.IsEmpty)
        {
            _exchange.Continue();
        }

        // What was written goes out first: the client may wait for it.
        if (_output.UnflushedBytes > 0 && !await _run!.WriteAsync(default).ConfigureAwait(false))
        {
            throw Gone();
        }

        _ = await ReadInputAsync(isDue: true).ConfigureAwait(false);
    }

    /// <summary>Waits for input while a task has it.</summary>
    /// <returns>Whether the wait was ended for something else than input.</returns>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<bool> ReadInputAsync(bool isDue)
    {
        if (isDue)
        {
            BeginMachineContent();
        }
        else
        {
            _deadline.BeginTunnel();
        }

        ReadResult read;
        try
        {
            read = await _watch.Input(_input.ReadAsync(), _deadline.At).ConfigureAwait(false);
        }
        catch (TransportException)
        {
            // The wait itself has failed: nobody else tells that the client is gone.
            _input.Lose();
            _watch.End();
            _watch.AbortExchange();
            throw Gone();
        }

        _watch.End();
        var arrivedBytes = _input.Take(read);
        var isLate = read.IsCanceled && _deadline.HasPassed;
        if (isDue)
        {
            _deadline.AccountContent(_watch.WaitedMilliseconds, arrivedBytes);
        }

        _watch.MissingBytes = _exchange.IsTunnel ? 0 : _content.MissingBytes(_input.Batch);
        _watch.BeginHandler();
        return isLate ? throw new ExchangeException(AbortReason.TooSlow, Refusal.ContentTimeout.Detail) : read.IsCanceled;
    }

    private ExchangeException Gone() => new(_watch.AbortedBy, "The client is gone.");
}
