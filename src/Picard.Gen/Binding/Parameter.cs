using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Picard.Gen;

/// <summary>What a parameter's type makes of it, decided by overload resolution on <c>Parameter.Of(Rank.Top, default(Of&lt;T&gt;))</c>.</summary>
/// <remarks>Each family of types has four overloads, for the type, its <c>?</c>, its array and the array of its <c>?</c>; one missing would fall to the last resort.</remarks>
[SuppressMessage("Style", "IDE0060", Justification = "The arguments are there for overload resolution.")]
public static class Parameter
{
    private const string Unsupported =
        "No value of this type can be bound: a parameter is a string, bool, enum, a type that implements IUtf8SpanParsable, ISpanParsable or IParsable, "
        + "a '?' or array of these, CancellationToken, Request, or the content as ReadOnlyMemory<byte> or ReadOnlySequence<byte>; "
        + "with POST, PUT or PATCH any other type is the content as JSON.";

    private const string NoShape = "No JSON shape is known for this type: declare it in this project, or mark the handler [Json<…>] with a JsonSerializerContext that has it.";

    /// <summary>Cancelled when the client is gone.</summary>
    public static AbortedParameter Of(Rank5 rank, Of<CancellationToken> type, Shape? shape = null) => default;

    /// <summary>The request.</summary>
    public static RequestParameter Of(Rank5 rank, Of<Request> type, Shape? shape = null) => default;

    /// <summary>The complete content in one piece.</summary>
    public static ContentMemoryParameter Of(Rank5 rank, Of<ReadOnlyMemory<byte>> type, Shape? shape = null) => default;

    /// <summary>The complete content.</summary>
    public static ContentSequenceParameter Of(Rank5 rank, Of<ReadOnlySequence<byte>> type, Shape? shape = null) => default;

    /// <summary>Refused, since it could mean the content or a list of small numbers.</summary>
    [Obsolete("byte[] is not bound: take the content as ReadOnlyMemory<byte>, or numbers as int[].", error: true)]
    public static UnsupportedParameter<byte[]> Of(Rank5 rank, Of<byte[]> type, Shape? shape = null) => default;

    /// <summary>A string.</summary>
    public static SingleParameter<string, StringText> Of(Rank5 rank, Of<string> type, Shape? shape = null) => default;

    /// <summary>Strings.</summary>
    public static ManyParameter<string, StringText> Of(Rank5 rank, Of<string[]> type, Shape? shape = null) => default;

    /// <summary>A truth value.</summary>
    public static SingleParameter<bool, BoolText> Of(Rank5 rank, Of<bool> type, Shape? shape = null) => default;

    /// <summary>A truth value or none.</summary>
    public static OptionalParameter<bool, BoolText> Of(Rank5 rank, Of<bool?> type, Shape? shape = null) => default;

    /// <summary>Truth values.</summary>
    public static ManyParameter<bool, BoolText> Of(Rank5 rank, Of<bool[]> type, Shape? shape = null) => default;

    /// <summary>Truth values or none.</summary>
    public static ManyOptionalParameter<bool, BoolText> Of(Rank5 rank, Of<bool?[]> type, Shape? shape = null) => default;

    /// <summary>A value parsed from UTF-8.</summary>
    public static SingleParameter<T, Utf8Text<T>> Of<T>(Rank4 rank, Of<T> type, Shape? shape = null)
        where T : IUtf8SpanParsable<T> => default;

    /// <summary>A value parsed from UTF-8, or none.</summary>
    public static OptionalParameter<T, Utf8Text<T>> Of<T>(Rank4 rank, Of<T?> type, Shape? shape = null)
        where T : struct, IUtf8SpanParsable<T> => default;

    /// <summary>Values parsed from UTF-8.</summary>
    public static ManyParameter<T, Utf8Text<T>> Of<T>(Rank4 rank, Of<T[]> type, Shape? shape = null)
        where T : IUtf8SpanParsable<T> => default;

    /// <summary>Values parsed from UTF-8, or none.</summary>
    public static ManyOptionalParameter<T, Utf8Text<T>> Of<T>(Rank4 rank, Of<T?[]> type, Shape? shape = null)
        where T : struct, IUtf8SpanParsable<T> => default;

    /// <summary>A member of an enum.</summary>
    public static SingleParameter<T, EnumText<T>> Of<T>(Rank3 rank, Of<T> type, Shape? shape = null)
        where T : struct, Enum => default;

    /// <summary>A member of an enum, or none.</summary>
    public static OptionalParameter<T, EnumText<T>> Of<T>(Rank3 rank, Of<T?> type, Shape? shape = null)
        where T : struct, Enum => default;

    /// <summary>Members of an enum.</summary>
    public static ManyParameter<T, EnumText<T>> Of<T>(Rank3 rank, Of<T[]> type, Shape? shape = null)
        where T : struct, Enum => default;

    /// <summary>Members of an enum, or none.</summary>
    public static ManyOptionalParameter<T, EnumText<T>> Of<T>(Rank3 rank, Of<T?[]> type, Shape? shape = null)
        where T : struct, Enum => default;

    /// <summary>A value parsed from characters.</summary>
    public static SingleParameter<T, CharsText<T>> Of<T>(Rank2 rank, Of<T> type, Shape? shape = null)
        where T : ISpanParsable<T> => default;

    /// <summary>A value parsed from characters, or none.</summary>
    public static OptionalParameter<T, CharsText<T>> Of<T>(Rank2 rank, Of<T?> type, Shape? shape = null)
        where T : struct, ISpanParsable<T> => default;

    /// <summary>Values parsed from characters.</summary>
    public static ManyParameter<T, CharsText<T>> Of<T>(Rank2 rank, Of<T[]> type, Shape? shape = null)
        where T : ISpanParsable<T> => default;

    /// <summary>Values parsed from characters, or none.</summary>
    public static ManyOptionalParameter<T, CharsText<T>> Of<T>(Rank2 rank, Of<T?[]> type, Shape? shape = null)
        where T : struct, ISpanParsable<T> => default;

    /// <summary>A value parsed from a string.</summary>
    public static SingleParameter<T, ParsableText<T>> Of<T>(Rank1 rank, Of<T> type, Shape? shape = null)
        where T : IParsable<T> => default;

    /// <summary>A value parsed from a string, or none.</summary>
    public static OptionalParameter<T, ParsableText<T>> Of<T>(Rank1 rank, Of<T?> type, Shape? shape = null)
        where T : struct, IParsable<T> => default;

    /// <summary>Values parsed from strings.</summary>
    public static ManyParameter<T, ParsableText<T>> Of<T>(Rank1 rank, Of<T[]> type, Shape? shape = null)
        where T : IParsable<T> => default;

    /// <summary>Values parsed from strings, or none.</summary>
    public static ManyOptionalParameter<T, ParsableText<T>> Of<T>(Rank1 rank, Of<T?[]> type, Shape? shape = null)
        where T : struct, IParsable<T> => default;

    /// <summary>Everything else where there may be content, with POST, PUT and PATCH: the content as JSON.</summary>
    public static JsonParameter<T> Of<T>(Rank0 rank, Of<T> type, Shape<T> shape) => new(shape);

    /// <summary>A type without a shape: the build fails and says so.</summary>
    [Obsolete(NoShape, error: true)]
    public static UnsupportedParameter<T> Of<T>(Rank0 rank, Of<T> type, UnsupportedShape<T> shape) => default;

    /// <summary>Everything else: the build fails and says so.</summary>
    [Obsolete(Unsupported, error: true)]
    public static UnsupportedParameter<T> Of<T>(Rank0 rank, Of<T> type) => default;
}
