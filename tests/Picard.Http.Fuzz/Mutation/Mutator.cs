namespace Picard.Http.Fuzz;

/// <summary>Makes an input from a seed by one to five changes that know what HTTP looks like.</summary>
public sealed class Mutator(IReadOnlyList<byte[]> seeds)
{
    private const int MaxChanges = 5;

    private readonly OctetEditor _editor = new();

    /// <summary>The input of this random stream; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(ref FuzzRandom random)
    {
        _editor.Set(Seed(ref random));
        for (var changes = 1 + random.Next(MaxChanges); changes > 0; changes--)
        {
            Change(ref random);
        }

        return _editor.Octets;
    }

    private byte[] Seed(ref FuzzRandom random) => seeds[random.Next(seeds.Count)];

    private void Change(ref FuzzRandom random)
    {
        var at = random.Next(_editor.Length + 1);
        switch (random.Next(16))
        {
            case 0: FlipBit(ref random); break;
            case 1: SetOctet((byte)random.NextUInt64(), ref random); break;
            case 2: SetOctet(One(FuzzDictionary.Octets, ref random), ref random); break;
            case 3: _editor.Insert(at, [One(FuzzDictionary.Octets, ref random)]); break;
            case 4: _editor.Insert(at, One(FuzzDictionary.Pieces, ref random)); break;
            case 5: _editor.Remove(at, random.Next(Math.Min(16, _editor.Length - at + 1))); break;
            case 6: _editor.Truncate(at); break;
            case 7: RepeatSlice(ref random); break;
            case 8: DuplicateLine(ref random); break;
            case 9: ChangeLineEnd(ref random); break;
            case 10: ChangeNumber(ref random); break;
            case 11: Splice(ref random); break;
            case 12: _editor.Insert(_editor.Length, Seed(ref random)); break;
            case 13: FrameTwice(ref random); break;
            default: _editor.Insert(_editor.LineStart(ref random), One(FuzzDictionary.Lines, ref random)); break;
        }
    }

    private static T One<T>(T[] choices, ref FuzzRandom random) => choices[random.Next(choices.Length)];

    private void FlipBit(ref FuzzRandom random)
    {
        if (_editor.Length > 0)
        {
            _editor.Octets[random.Next(_editor.Length)] ^= (byte)(1 << random.Next(8));
        }
    }

    private void SetOctet(byte octet, ref FuzzRandom random)
    {
        if (_editor.Length > 0)
        {
            _editor.Octets[random.Next(_editor.Length)] = octet;
        }
    }

    // Up to 512 octets, up to 8 times: this is what reaches the limits.
    private void RepeatSlice(ref FuzzRandom random)
    {
        var start = random.Next(_editor.Length);
        var length = random.Next(_editor.Length - start + 1);
        for (var times = 1 + random.Next(8); times > 0; times--)
        {
            _editor.Repeat(start, length, start);
        }
    }

    private void DuplicateLine(ref FuzzRandom random)
    {
        var start = _editor.LineStart(ref random);
        _editor.Repeat(start, _editor.LineEnd(start) - start, _editor.LineStart(ref random));
    }

    // Also merges two lines, since one of the ends is none.
    private void ChangeLineEnd(ref FuzzRandom random)
    {
        var end = _editor.LineStart(ref random);
        var count = end >= 2 && _editor.Octets[end - 2] == (byte)'\r' ? 2 : Math.Min(end, 1);
        _editor.Remove(end - count, count);
        _editor.Insert(end - count, One(FuzzDictionary.LineEnds, ref random));
    }

    private void ChangeNumber(ref FuzzRandom random)
    {
        var from = random.Next(_editor.Length + 1);
        var start = _editor.Octets[from..].IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0)
        {
            return;
        }

        start += from;
        var length = _editor.Octets[start..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        _editor.Remove(start, length < 0 ? _editor.Length - start : length);
        _editor.Insert(start, One(FuzzDictionary.Numbers, ref random));
    }

    // The lines of one case up to somewhere, then those of another.
    private void Splice(ref FuzzRandom random)
    {
        _editor.Truncate(random.Next(2) == 0 ? _editor.LineStart(ref random) : random.Next(_editor.Length + 1));
        var other = Seed(ref random);
        _editor.Insert(_editor.Length, other.AsSpan(random.Next(other.Length + 1)));
    }

    // The classic of request smuggling: both framing fields, in either order.
    private void FrameTwice(ref FuzzRandom random)
    {
        var at = _editor.LineEnd(0);
        _editor.Insert(at, random.Next(2) == 0 ? "Content-Length: 4\r\n"u8 : "Content-Length: 0\r\n"u8);
        _editor.Insert(random.Next(2) == 0 ? at : _editor.LineEnd(at), "Transfer-Encoding: chunked\r\n"u8);
    }
}
