using System.Buffers;
using Picard.Gen;

namespace Picard.Client;

/// <summary>The lines of a response's content as values (JSON Lines).</summary>
/// <remarks>Invariant: <c>_held</c> is what was read and not yet taken, and holds no whole line from <c>_searched</c> on.</remarks>
internal sealed class ReceivedLines<T>(ClientCall call, Shape<T> shape, CancellationToken cancellationToken) : ReceivedItems<T>(call, cancellationToken)
{
    private readonly OctetBuffer _held = new();
    private ReadOnlySequence<byte> _run;
    private bool _isLast;
    private long _number;

    protected override async ValueTask<bool> TryReadAsync()
    {
        while (!TryTake())
        {
            if (_isLast)
            {
                return false;
            }

            _run = await ReadAsync().ConfigureAwait(false);
            _isLast = _run.IsEmpty;
        }

        return true;
    }

    protected override void Release()
    {
        _run = default;
        _held.Release();
    }

    private bool TryTake()
    {
        while (true)
        {
            var end = _run.PositionOf((byte)'\n');
            if (end is null && !(_isLast && _held.Length > 0))
            {
                Hold(_run);
                _run = default;
                return false;
            }

            var line = end is { } position ? _run.Slice(0, position) : default;
            _run = end is { } found ? _run.Slice(_run.GetPosition(1, found)) : default;
            if (_held.Length == 0 && line.IsSingleSegment && line.Length <= MaxItemBytes)
            {
                if (TryRead(line.FirstSpan))
                {
                    return true;
                }

                continue;
            }

            Hold(line);
            var isItem = TryRead(_held.Span);
            _held.Clear();
            if (isItem)
            {
                return true;
            }
        }
    }

    private void Hold(in ReadOnlySequence<byte> octets)
    {
        if (octets.Length > MaxItemBytes - _held.Length)
        {
            throw Bad(_number + 1, $"is longer than the {MaxItemBytes} octets that a line may have");
        }

        foreach (var piece in octets)
        {
            _held.Write(piece.Span);
        }
    }

    /// <returns>False: the line is empty.</returns>
    private bool TryRead(ReadOnlySpan<byte> line)
    {
        if (_number == 0 && line.StartsWith("\ufeff"u8))
        {
            line = line[3..];
        }

        if (!line.ContainsAnyExcept(" \t\r"u8))
        {
            return false;
        }

        _number++;
        if (!JsonInput.TryRead(line, shape, out var value, out var path, out var matter))
        {
            throw Bad(_number, $"is not the JSON that is expected: {path} {matter}");
        }

        Current = value;
        return true;
    }
}
