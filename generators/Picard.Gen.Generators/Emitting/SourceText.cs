using System.Text;

namespace Picard.Gen.Generators;

/// <summary>
/// Text with indentation. Lines end in LF whatever the machine, so that the output is the same everywhere. An empty line is dropped where it
/// would separate nothing: after another, after an opening brace, before a closing one.
/// </summary>
internal sealed class SourceText
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isSeparated = true;
    private bool _hasPendingLine;

    public void Line(string line = "")
    {
        if (line.Length == 0)
        {
            _hasPendingLine = !_isSeparated;
            return;
        }

        if (_hasPendingLine && line[0] != '}')
        {
            _text.Append('\n');
        }

        _hasPendingLine = false;
        _isSeparated = line[0] == '{';
        _text.Append(' ', 4 * _depth).Append(line).Append('\n');
    }

    public void Open(string? line = null)
    {
        if (line is not null)
        {
            Line(line);
        }

        Line("{");
        _depth++;
    }

    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    public void Indent() => _depth++;

    public void Outdent() => _depth--;

    public override string ToString() => _text.ToString();
}
