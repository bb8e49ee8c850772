using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Unicode;
using Picard.Http;

namespace Picard.Gen;

/// <summary>Finds the text of a parameter in the request and decodes it, one value or value by value.</summary>
/// <remarks>Text that needs no decoding is a slice of the request's own octets; the rest is decoded into one rented buffer.</remarks>
internal ref struct ParameterText : IDisposable
{
    private readonly Exchange _exchange;
    private readonly Source _source;
    private byte[]? _rented;
    private ReadOnlySpan<byte> _query;
    private ListText _list;
    private CookieText _cookies;

    public ParameterText(Exchange exchange, Source source)
    {
        _exchange = exchange;
        _source = source;
        switch (source.Kind)
        {
            case SourceKind.Query:
                _query = exchange.Query;
                break;
            case SourceKind.Form:
                _query = exchange.Form;
                break;
            case SourceKind.Header:
                _list = new ListText(exchange.Fields, source.Name);
                break;
            case SourceKind.Cookie:
                _cookies = new CookieText(exchange.Fields, source.Name);
                break;
        }
    }

    /// <summary>The text last read: valid UTF-8, until the next is read.</summary>
    public ReadOnlySpan<byte> Utf8 { get; private set; }

    /// <summary>Reads the one value of the parameter.</summary>
    public BindOutcome ReadOne()
    {
        switch (_source.Kind)
        {
            case SourceKind.Route:
                return ReadSegment();
            case SourceKind.Rest:
                Utf8 = _exchange.RestOfPath(_source.Segment);
                return CheckUtf8();
            case SourceKind.Query or SourceKind.Form:
                if (!QueryText.TryNext(ref _query, _source.Name, out var value))
                {
                    return BindOutcome.Missing;
                }

                // Two values where one is expected are two readings of one request: refused rather than guessed.
                var others = _query;
                return QueryText.TryNext(ref others, _source.Name, out _) ? BindOutcome.Repeated : Decode(value);
            case SourceKind.Header:
                return ReadField();
            case SourceKind.Cookie:
                if (!_cookies.TryNext(out var cookie))
                {
                    return BindOutcome.Missing;
                }

                // RFC 6265 §4.2.2: servers should not rely on the order in which cookies of one name come.
                var more = _cookies;
                return more.TryNext(out _) ? BindOutcome.Repeated : DecodeCookie(cookie);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>How many values the request has for the parameter.</summary>
    public readonly int Count()
    {
        var count = 0;
        switch (_source.Kind)
        {
            case SourceKind.Route:
                return _source.Segment < _exchange.Segments.Count || !_source.WhenMissing.IsEmpty ? 1 : 0;
            case SourceKind.Rest:
                return 1;
            case SourceKind.Query or SourceKind.Form:
                var query = _query;
                while (QueryText.TryNext(ref query, _source.Name, out _))
                {
                    count++;
                }

                return count;
            case SourceKind.Header:
                var list = _list;
                while (list.TryNext(out _))
                {
                    count++;
                }

                return count;
            case SourceKind.Cookie:
                var cookies = _cookies;
                while (cookies.TryNext(out _))
                {
                    count++;
                }

                return count;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Reads the next of the values that <see cref="Count"/> counted.</summary>
    public BindOutcome ReadNext()
    {
        switch (_source.Kind)
        {
            case SourceKind.Query or SourceKind.Form:
                return QueryText.TryNext(ref _query, _source.Name, out var value) ? Decode(value) : BindOutcome.Missing;
            case SourceKind.Header:
                if (!_list.TryNext(out var member))
                {
                    return BindOutcome.Missing;
                }

                Utf8 = member;
                return CheckFieldText();
            case SourceKind.Cookie:
                return _cookies.TryNext(out var cookie) ? DecodeCookie(cookie) : BindOutcome.Missing;
            default:
                return ReadOne();
        }
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private BindOutcome ReadSegment()
    {
        var segments = _exchange.Segments;
        if (_source.Segment >= segments.Count)
        {
            Utf8 = _source.WhenMissing;
            return Utf8.IsEmpty ? BindOutcome.Missing : BindOutcome.Bound;
        }

        Utf8 = segments[_source.Segment];
        return CheckUtf8();
    }

    private BindOutcome ReadField()
    {
        var fields = _exchange.Fields;
        if (!fields.TryGet(_source.Name, out var value))
        {
            return BindOutcome.Missing;
        }

        Utf8 = value;
        if (fields.CountOf(_source.Name) > 1)
        {
            Join(fields);
        }

        return CheckFieldText();
    }

    /// <summary>RFC 9110 §5.3: several lines of a name are one value, joined by a comma in the order received.</summary>
    private void Join(FieldSection fields)
    {
        var length = 0;
        foreach (var line in fields)
        {
            length += line.Value.Length + 2;
        }

        var joined = Rent(length);
        var written = 0;
        foreach (var line in fields)
        {
            if (!Ascii.EqualsIgnoreCase(line.Name, _source.Name))
            {
                continue;
            }

            if (written > 0)
            {
                ", "u8.CopyTo(joined[written..]);
                written += 2;
            }

            line.Value.CopyTo(joined[written..]);
            written += line.Value.Length;
        }

        Utf8 = joined[..written];
    }

    private BindOutcome DecodeCookie(ReadOnlySpan<byte> value) =>
        CookieText.TryUnquote(value, out var plain) ? Decode(plain, plus: (byte)'+') : BindOutcome.Malformed;

    private BindOutcome Decode(ReadOnlySpan<byte> value, byte plus = (byte)' ')
    {
        Utf8 = value;
        if (PercentEncoding.IsEncodedInQuery(value))
        {
            var decoded = Rent(value.Length);
            if (!PercentEncoding.TryDecode(value, plus, decoded, out var written))
            {
                return BindOutcome.Malformed;
            }

            Utf8 = decoded[..written];
        }

        return CheckUtf8();
    }

    private readonly BindOutcome CheckUtf8() => Utf8Valid(Utf8) ? BindOutcome.Bound : BindOutcome.Malformed;

    /// <summary>A field value is UTF-8 if it can be; otherwise each octet is a Latin-1 character, as obs-text was meant (RFC 9110 §5.5).</summary>
    private BindOutcome CheckFieldText()
    {
        if (Utf8Valid(Utf8))
        {
            return BindOutcome.Bound;
        }

        var latin1 = Encoding.Latin1.GetString(Utf8);
        var utf8 = new byte[Encoding.UTF8.GetByteCount(latin1)];
        _ = Encoding.UTF8.GetBytes(latin1, utf8);
        Utf8 = utf8;
        return BindOutcome.Bound;
    }

    private static bool Utf8Valid(ReadOnlySpan<byte> text) => System.Text.Unicode.Utf8.IsValid(text);

    private Span<byte> Rent(int length)
    {
        if (_rented is null || _rented.Length < length)
        {
            Dispose();
            _rented = ArrayPool<byte>.Shared.Rent(length);
        }

        return _rented;
    }
}
