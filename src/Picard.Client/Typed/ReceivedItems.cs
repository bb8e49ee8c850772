using System.Buffers;
using Picard.Http;

namespace Picard.Client;

/// <summary>The items of one response, enumerated once. Sending the request is the first step of it, and disposal ends the exchange.</summary>
/// <remarks>The content has no limit, but each item has: see <see cref="MaxItemBytes"/>. Content is read only while an item is asked for, so an idle reader stops the server.</remarks>
internal abstract class ReceivedItems<T>(ClientCall call, CancellationToken cancellationToken) : IAsyncEnumerable<T>, IAsyncEnumerator<T>
{
    /// <summary>Limit: of one item. It is in memory as a whole, and its value too; as on the server, 64 KiB hold any record of a stream.</summary>
    protected const int MaxItemBytes = 64 * 1024;

    private ClientCall? _call = call;
    private CancellationTokenSource? _both;
    private CancellationToken _cancellation = cancellationToken;
    private bool _isBegun;
    private bool _isSent;
    private bool _isEnded;

    /// <inheritdoc/>
    public T Current { get; protected set; } = default!;

    /// <summary>Whom the items come from, for exceptions.</summary>
    protected Origin Origin { get; } = call.Origin;

    /// <summary>What is read, for exceptions.</summary>
    protected Method Method { get; } = call.Method;

    /// <inheritdoc/>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (_isBegun)
        {
            throw new InvalidOperationException("The items of a response are read once: they are not kept. Call the method again for another request.");
        }

        _isBegun = true;
        if (cancellationToken.CanBeCanceled && _cancellation.CanBeCanceled && cancellationToken != _cancellation)
        {
            _both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellation);
            _cancellation = _both.Token;
        }
        else if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken;
        }

        return this;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> MoveNextAsync()
    {
        if (_isEnded)
        {
            return false;
        }

        var isMore = false;
        try
        {
            if (!_isSent)
            {
                _isSent = true;
                await BeginAsync().ConfigureAwait(false);
            }

            isMore = await TryReadAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (_call?.ObserveFault(fault) == true)
        {
            throw;
        }
        finally
        {
            if (!isMore)
            {
                await DisposeAsync().ConfigureAwait(false);
            }
        }

        return isMore;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isEnded = true;
        Release();
        var ended = Interlocked.Exchange(ref _call, null);
        if (ended is not null && _isSent)
        {
            // A call whose request was never sent has no connection to give back.
            await ended.EndAsync(isRead: false).ConfigureAwait(false);
        }

        _both?.Dispose();
    }

    /// <summary>Waits for the next item and makes it <see cref="Current"/>.</summary>
    /// <returns>False at the end.</returns>
    protected abstract ValueTask<bool> TryReadAsync();

    /// <summary>Nothing more is read.</summary>
    protected abstract void Release();

    /// <summary>Waits for octets of the content; empty at the end. They are valid until the next call.</summary>
    protected ValueTask<ReadOnlySequence<byte>> ReadAsync()
    {
        _cancellation.ThrowIfCancellationRequested();
        return (_call ?? throw new ObjectDisposedException(nameof(ReceivedItems<>))).ReadAsync();
    }

    /// <summary>An item breaks its form or its limit.</summary>
    protected RequestException Bad(long number, string matter) => new(RequestFault.Content, Origin.Authority, $"Item {number} of {Method} to {Origin} {matter}.");

    private async ValueTask BeginAsync()
    {
        var call = _call!;
        await call.SendAsync(_cancellation).ConfigureAwait(false);
        if (!call.Status.IsSuccess)
        {
            throw await call.ToExceptionAsync().ConfigureAwait(false);
        }
    }
}
