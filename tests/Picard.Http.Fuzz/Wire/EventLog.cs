using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Picard.Http.Fuzz;

/// <summary>What a parser said, one event a line, in the words of the transcripts; reused from input to input.</summary>
/// <remarks>
/// Pieces of content are joined on one line, since where they are cut depends on where the input was. So two logs are equal octet by octet
/// exactly if the parser said the same.
/// </remarks>
public sealed class EventLog
{
    // Where the text of a line begins, so that the labels stand in a column.
    private const int TextColumn = 12;

    private readonly ArrayBufferWriter<byte> _lines = new(4096);
    private int _lineStart;
    private bool _isContent;

    /// <summary>The events so far.</summary>
    public ReadOnlySpan<byte> Octets => _lines.WrittenSpan;

    /// <summary>How many octets of events there are: a mark to compare up to.</summary>
    public int Length => _lines.WrittenCount;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _lines.ResetWrittenCount();
        _lineStart = 0;
        _isContent = false;
    }

    /// <summary>A line of nothing but its label.</summary>
    public void Line(ReadOnlySpan<byte> label)
    {
        Begin(label);
        End();
    }

    /// <summary>A line of a label and octets.</summary>
    public void Line(ReadOnlySpan<byte> label, ReadOnlySpan<byte> text)
    {
        Begin(label);
        Text(text);
        End();
    }

    /// <summary>A piece of content: goes on the line of the piece before it.</summary>
    public void Content(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (!_isContent)
        {
            Begin("content"u8);
            _isContent = true;
        }

        Text(piece);
    }

    /// <summary>Begins a line that <see cref="Text"/> and <see cref="Number"/> continue and <see cref="End"/> ends.</summary>
    public void Begin(ReadOnlySpan<byte> label)
    {
        if (_isContent)
        {
            _isContent = false;
            End();
        }

        _lineStart = _lines.WrittenCount;
        _lines.Write(label);
    }

    /// <summary>Adds octets to the line.</summary>
    public void Text(ReadOnlySpan<byte> octets)
    {
        if (!octets.IsEmpty)
        {
            Pad();
            WireText.Escape(octets, _lines);
        }
    }

    /// <summary>Adds a number to the line.</summary>
    public void Number(long number)
    {
        Pad();
        Utf8Formatter.TryFormat(number, _lines.GetSpan(20), out var written);
        _lines.Advance(written);
    }

    /// <summary>Ends the line. A space at its end is made visible.</summary>
    public void End()
    {
        if (_lines.WrittenSpan[^1] == ' ')
        {
            var kept = _lines.WrittenCount - 1;
            var text = _lines.WrittenSpan[..kept].ToArray();
            _lines.ResetWrittenCount();
            _lines.Write(text);
            _lines.Write("\\x20"u8);
        }

        _lines.Write("\n"u8);
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.ASCII.GetString(_lines.WrittenSpan);

    private void Pad()
    {
        var length = _lines.WrittenCount - _lineStart;
        if (length < TextColumn)
        {
            _lines.GetSpan(TextColumn)[..(TextColumn - length)].Fill((byte)' ');
            _lines.Advance(TextColumn - length);
        }
    }
}
