using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Picard.Gen;

/// <summary>The lines of a request's content as values (JSON Lines). Content is read only while the next value is asked for and has not come yet, so the method paces the client.</summary>
/// <remarks>
/// A line that lies in one run of octets is read where the transport put it; one that lies across runs is gathered in rented memory.
/// Invariant: <c>_held</c> is the beginning of the line that <c>_run</c> goes on with.
/// </remarks>
internal sealed class LineItems<T>(ContentReader content, Shape<T> shape, string parameter) : IAsyncEnumerable<T>, IAsyncEnumerator<T>
{
    /// <summary>Limit: of one line, without its LF. It is in memory as a whole, and its value too; 64 KiB hold any record of a stream, as they do in logs and queues.</summary>
    public const int MaxItemBytes = 64 * 1024;

    private ReadOnlyMemory<byte> _run;
    private byte[]? _held;
    private int _heldBytes;
    private long _line;
    private CancellationToken _cancellation;
    private bool _isBegun;
    private bool _isEnded;

    public T Current { get; private set; } = default!;

    private string Item => $"Line {_line}";

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (_isBegun)
        {
            throw new InvalidOperationException("The items of a request are read once: they are not kept.");
        }

        _isBegun = true;
        _cancellation = cancellationToken;
        return this;
    }

    public ValueTask<bool> MoveNextAsync()
    {
        _cancellation.ThrowIfCancellationRequested();
        content.Check();
        return TryTake() ? new ValueTask<bool>(true) : ReadAsync();
    }

    public ValueTask DisposeAsync()
    {
        _run = default;
        _isEnded = true;
        Release();
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadAsync()
    {
        while (!_isEnded)
        {
            if (_heldBytes == 0)
            {
                // The next line may be long in coming, and a connection that waits holds almost nothing.
                Release();
            }

            _run = await content.ReadAsync().ConfigureAwait(false);
            _cancellation.ThrowIfCancellationRequested();
            _isEnded = _run.IsEmpty;
            if (TryTake())
            {
                return true;
            }
        }

        Release();
        return false;
    }

    /// <returns>False: more content is needed, or there is none.</returns>
    private bool TryTake()
    {
        while (true)
        {
            var octets = _run.Span;
            var end = octets.IndexOf((byte)'\n');
            if (end < 0 && !(_isEnded && _heldBytes > 0))
            {
                Hold(octets);
                _run = default;
                return false;
            }

            ReadOnlySpan<byte> line = end < 0 ? default : octets[..end];
            if (_heldBytes > 0 || line.Length > MaxItemBytes)
            {
                Hold(line);
                line = _held.AsSpan(0, _heldBytes);
            }

            _line++;
            _heldBytes = 0;
            _run = end < 0 ? default : _run[(end + 1)..];
            if (_line == 1 && line.StartsWith("\ufeff"u8))
            {
                line = line[3..];
            }

            if (line.ContainsAnyExcept(" \t\r"u8))
            {
                Current = Read(line);
                return true;
            }
        }
    }

    private T Read(ReadOnlySpan<byte> line)
    {
        if (!JsonInput.TryRead(line, shape, out var value, out var path, out var matter))
        {
            throw new ExchangeException(ContentProblem.InvalidItem(parameter, Item, path, matter));
        }

        // Null is a value of T? where T is a value type; to a method that takes references it would be a surprise.
        if (value is null && default(T) is null && !typeof(T).IsValueType)
        {
            throw new ExchangeException(ContentProblem.InvalidItem(parameter, Item, "", "is null"));
        }

        return Violations.Of(value) is { Count: > 0 } violations
            ? throw new ExchangeException(violations.ToProblem(parameter, $"{Item} of the content"))
            : value;
    }

    private void Hold(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > MaxItemBytes - _heldBytes)
        {
            _line++;
            throw new ExchangeException(ContentProblem.LongItem(parameter, Item, MaxItemBytes));
        }

        var length = _heldBytes + octets.Length;
        if (length == 0)
        {
            return;
        }

        if (_held is null || _held.Length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, Math.Min(2 * _heldBytes, MaxItemBytes)));
            _held.AsSpan(0, _heldBytes).CopyTo(larger);
            Release();
            _held = larger;
        }

        Debug.Assert(length <= MaxItemBytes);
        octets.CopyTo(_held.AsSpan(_heldBytes));
        _heldBytes = length;
    }

    private void Release()
    {
        if (_held is { } held)
        {
            _held = null;
            ArrayPool<byte>.Shared.Return(held);
        }
    }
}
