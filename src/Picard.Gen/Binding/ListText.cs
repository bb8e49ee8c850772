using System.Text;

namespace Picard.Gen;

/// <summary>The members of a field's list (RFC 9110 §5.6.1): all lines of a name, split at commas outside quoted strings.</summary>
internal ref struct ListText(FieldSection fields, ReadOnlySpan<byte> name)
{
    private readonly FieldSection _fields = fields;
    private readonly ReadOnlySpan<byte> _name = name;
    private ReadOnlySpan<byte> _line;
    private int _nextLine;

    /// <summary>Moves to the next member; empty ones do not count.</summary>
    public bool TryNext(out ReadOnlySpan<byte> member)
    {
        while (true)
        {
            while (!_line.IsEmpty)
            {
                var end = MemberEnd(_line);
                member = _line[..end].Trim(" \t"u8);
                _line = end < _line.Length ? _line[(end + 1)..] : default;
                if (!member.IsEmpty)
                {
                    return true;
                }
            }

            if (!TryNextLine())
            {
                member = default;
                return false;
            }
        }
    }

    private bool TryNextLine()
    {
        while (_nextLine < _fields.Count)
        {
            var line = _fields[_nextLine++];
            if (Ascii.EqualsIgnoreCase(line.Name, _name))
            {
                _line = line.Value;
                return true;
            }
        }

        return false;
    }

    private static int MemberEnd(ReadOnlySpan<byte> line)
    {
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case (byte)'"':
                    isQuoted = !isQuoted;
                    break;
                case (byte)'\\' when isQuoted:
                    i++;
                    break;
                case (byte)',' when !isQuoted:
                    return i;
            }
        }

        return line.Length;
    }
}
