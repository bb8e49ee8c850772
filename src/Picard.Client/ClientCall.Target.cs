using System.Buffers;
using Picard.Gen;

namespace Picard.Client;

// The parts of the target that are values.
public sealed partial class ClientCall
{
    /// <summary>Writes a value as a segment of the path: what is not unreserved is percent-encoded, the slash too (RFC 3986 §2.3).</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">It is null or empty, or a dot segment, which servers resolve (RFC 3986 §5.2.4): the request would be for another resource.</exception>
    public void Segment<T>(T value)
    {
        var start = _head.Length;
        TargetText.Write(_head, value);
        CheckSegment(_head.Span[start..]);
    }

    /// <summary>Writes a slash and a segment of the path; nothing at all if the value is null.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">It is empty, or a dot segment.</exception>
    public void OptionalSegment<T>(T value)
    {
        if (value is not null)
        {
            _head.Write("/"u8);
            Segment(value);
        }
    }

    /// <summary>Writes a value as the rest of a path, whose slashes stay.</summary>
    /// <param name="value">The value; null is written as nothing.</param>
    /// <exception cref="ArgumentException">It has a dot segment, which servers resolve: the request would be for another resource.</exception>
    public void Rest<T>(T value)
    {
        var start = _head.Length;
        TargetText.WritePath(_head, value);
        var rest = _head.Span[start..];
        foreach (var segment in rest.Split((byte)'/'))
        {
            if (!rest[segment].IsEmpty)
            {
                CheckSegment(rest[segment]);
            }
        }
    }

    /// <summary>Writes a name and a value of the query; nothing at all if the value is null.</summary>
    /// <param name="name">The name, percent-encoded already.</param>
    /// <param name="value">The value.</param>
    public void Query<T>(scoped ReadOnlySpan<byte> name, T value)
    {
        if (value is null)
        {
            return;
        }

        _head.Write(_hasQuery ? "&"u8 : "?"u8);
        _hasQuery = true;
        _head.Write(name);
        _head.Write("="u8);
        TargetText.Write(_head, value);
    }

    /// <inheritdoc cref="Query{T}(ReadOnlySpan{byte}, T)"/>
    public void Query<T>(scoped ReadOnlySpan<byte> name, T? value)
        where T : struct
    {
        if (value is { } present)
        {
            Query(name, present);
        }
    }

    /// <summary>Writes a name of the query with each of several values; those that are null are left out.</summary>
    /// <param name="name">The name, percent-encoded already.</param>
    /// <param name="values">The values; null for none.</param>
    public void Query<T>(scoped ReadOnlySpan<byte> name, T[]? values)
    {
        foreach (var value in values ?? [])
        {
            Query(name, value);
        }
    }

    /// <summary>Writes a value of the query, whose type the compiler has found to be text.</summary>
    /// <param name="name">The name, percent-encoded already.</param>
    /// <param name="value">The value.</param>
    /// <param name="kind">What the type is.</param>
    public void Argument<T, TText>(scoped ReadOnlySpan<byte> name, T value, SingleParameter<T, TText> kind)
        where TText : struct, IText<T> => Query(name, value);

    /// <inheritdoc cref="Argument{T, TText}(ReadOnlySpan{byte}, T, SingleParameter{T, TText})"/>
    public void Argument<T, TText>(scoped ReadOnlySpan<byte> name, T? value, OptionalParameter<T, TText> kind)
        where T : struct
        where TText : struct, IText<T> => Query(name, value);

    /// <inheritdoc cref="Argument{T, TText}(ReadOnlySpan{byte}, T, SingleParameter{T, TText})"/>
    public void Argument<T, TText>(scoped ReadOnlySpan<byte> name, T[]? value, ManyParameter<T, TText> kind)
        where TText : struct, IText<T> => Query(name, value);

    /// <inheritdoc cref="Argument{T, TText}(ReadOnlySpan{byte}, T, SingleParameter{T, TText})"/>
    public void Argument<T, TText>(scoped ReadOnlySpan<byte> name, T?[]? value, ManyOptionalParameter<T, TText> kind)
        where T : struct
        where TText : struct, IText<T> => Query(name, value);

    /// <summary>Sends a value as JSON, whose type the compiler has found to be no text; null is no content.</summary>
    /// <param name="name">The parameter, which is not sent.</param>
    /// <param name="value">The value.</param>
    /// <param name="kind">How it is written.</param>
    public void Argument<T>(scoped ReadOnlySpan<byte> name, T value, JsonParameter<T> kind)
    {
        if (value is not null)
        {
            Json(kind.Shape, value);
        }
    }

    private static void CheckSegment(ReadOnlySpan<byte> segment)
    {
        if (segment.IsEmpty || segment.SequenceEqual("."u8) || segment.SequenceEqual(".."u8))
        {
            throw new ArgumentException(segment.IsEmpty
                ? "A part of the path is null or empty: the request would be for another resource."
                : "A part of the path is a dot segment, which servers resolve (RFC 3986 §5.2.4): the request would be for another resource.");
        }
    }
}
