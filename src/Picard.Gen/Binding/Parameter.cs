using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Picard.Gen;

/// <summary>What a parameter's type makes of it, decided by overload resolution on <c>Parameter.Of(Rank.Top, default(Of&lt;T&gt;))</c>.</summary>
/// <remarks>Each family of types has four overloads, for the type, its <c>?</c>, its array and the array of its <c>?</c>; one missing would fall to the last resort.</remarks>
[SuppressMessage("Style", "IDE0060", Justification = "The arguments are there for overload resolution.")]
public static class Parameter
{
    /// <summary>Cancelled when the client is gone.</summary>
    public static AbortedParameter Of(Rank5 rank, Of<CancellationToken> type) => default;

    /// <summary>The request.</summary>
    public static RequestParameter Of(Rank5 rank, Of<Request> type) => default;

    /// <summary>The content as it arrives.</summary>
    public static ContentReaderParameter Of(Rank5 rank, Of<ContentReader> type) => default;

    /// <summary>The content part by part.</summary>
    public static MultipartReaderParameter Of(Rank5 rank, Of<MultipartReader> type) => default;

    /// <summary>The response content.</summary>
    public static ContentWriterParameter Of(Rank5 rank, Of<ContentWriter> type) => default;

    /// <summary>The WebSocket of a route marked <see cref="WebSocketAttribute"/>.</summary>
    public static WebSocketParameter Of(Rank5 rank, Of<System.Net.WebSockets.WebSocket> type) => default;

    /// <summary>The complete content in one piece.</summary>
    public static ContentMemoryParameter Of(Rank5 rank, Of<ReadOnlyMemory<byte>> type) => default;

    /// <summary>The complete content.</summary>
    public static ContentSequenceParameter Of(Rank5 rank, Of<ReadOnlySequence<byte>> type) => default;

    /// <summary>Refused, since it could mean the content or a list of small numbers.</summary>
    [Obsolete("byte[] is not bound: take the content as ReadOnlyMemory<byte>, or numbers as int[].", error: true)]
    public static UnsupportedParameter<byte[]> Of(Rank5 rank, Of<byte[]> type) => default;

    /// <summary>A string.</summary>
    public static SingleParameter<string, StringText> Of(Rank5 rank, Of<string> type) => default;

    /// <summary>Strings.</summary>
    public static ManyParameter<string, StringText> Of(Rank5 rank, Of<string[]> type) => default;

    /// <summary>A truth value.</summary>
    public static SingleParameter<bool, BoolText> Of(Rank5 rank, Of<bool> type) => default;

    /// <summary>A truth value or none.</summary>
    public static OptionalParameter<bool, BoolText> Of(Rank5 rank, Of<bool?> type) => default;

    /// <summary>Truth values.</summary>
    public static ManyParameter<bool, BoolText> Of(Rank5 rank, Of<bool[]> type) => default;

    /// <summary>Truth values or none.</summary>
    public static ManyOptionalParameter<bool, BoolText> Of(Rank5 rank, Of<bool?[]> type) => default;

    /// <summary>A value parsed from UTF-8.</summary>
    public static SingleParameter<T, Utf8Text<T>> Of<T>(Rank4 rank, Of<T> type)
        where T : IUtf8SpanParsable<T> => default;

    /// <summary>A value parsed from UTF-8, or none.</summary>
    public static OptionalParameter<T, Utf8Text<T>> Of<T>(Rank4 rank, Of<T?> type)
        where T : struct, IUtf8SpanParsable<T> => default;

    /// <summary>Values parsed from UTF-8.</summary>
    public static ManyParameter<T, Utf8Text<T>> Of<T>(Rank4 rank, Of<T[]> type)
        where T : IUtf8SpanParsable<T> => default;

    /// <summary>Values parsed from UTF-8, or none.</summary>
    public static ManyOptionalParameter<T, Utf8Text<T>> Of<T>(Rank4 rank, Of<T?[]> type)
        where T : struct, IUtf8SpanParsable<T> => default;

    /// <summary>A member of an enum.</summary>
    public static SingleParameter<T, EnumText<T>> Of<T>(Rank3 rank, Of<T> type)
        where T : struct, Enum => default;

    /// <summary>A member of an enum, or none.</summary>
    public static OptionalParameter<T, EnumText<T>> Of<T>(Rank3 rank, Of<T?> type)
        where T : struct, Enum => default;

    /// <summary>Members of an enum.</summary>
    public static ManyParameter<T, EnumText<T>> Of<T>(Rank3 rank, Of<T[]> type)
        where T : struct, Enum => default;

    /// <summary>Members of an enum, or none.</summary>
    public static ManyOptionalParameter<T, EnumText<T>> Of<T>(Rank3 rank, Of<T?[]> type)
        where T : struct, Enum => default;

    /// <summary>A value parsed from characters.</summary>
    public static SingleParameter<T, CharsText<T>> Of<T>(Rank2 rank, Of<T> type)
        where T : ISpanParsable<T> => default;

    /// <summary>A value parsed from characters, or none.</summary>
    public static OptionalParameter<T, CharsText<T>> Of<T>(Rank2 rank, Of<T?> type)
        where T : struct, ISpanParsable<T> => default;

    /// <summary>Values parsed from characters.</summary>
    public static ManyParameter<T, CharsText<T>> Of<T>(Rank2 rank, Of<T[]> type)
        where T : ISpanParsable<T> => default;

    /// <summary>Values parsed from characters, or none.</summary>
    public static ManyOptionalParameter<T, CharsText<T>> Of<T>(Rank2 rank, Of<T?[]> type)
        where T : struct, ISpanParsable<T> => default;

    /// <summary>A value parsed from a string.</summary>
    public static SingleParameter<T, ParsableText<T>> Of<T>(Rank1 rank, Of<T> type)
        where T : IParsable<T> => default;

    /// <summary>A value parsed from a string, or none.</summary>
    public static OptionalParameter<T, ParsableText<T>> Of<T>(Rank1 rank, Of<T?> type)
        where T : struct, IParsable<T> => default;

    /// <summary>Values parsed from strings.</summary>
    public static ManyParameter<T, ParsableText<T>> Of<T>(Rank1 rank, Of<T[]> type)
        where T : IParsable<T> => default;

    /// <summary>Values parsed from strings, or none.</summary>
    public static ManyOptionalParameter<T, ParsableText<T>> Of<T>(Rank1 rank, Of<T?[]> type)
        where T : struct, IParsable<T> => default;

    /// <summary>Everything else: with POST, PUT and PATCH the content as JSON; otherwise the build fails and says so.</summary>
    public static OtherParameter<T> Of<T>(Rank0 rank, Of<T> type) => default;
}
