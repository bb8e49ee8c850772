using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Picard.Gen;

/// <summary>A parameter whose type is read from no text: nothing can be bound to it but JSON.</summary>
/// <typeparam name="T">The type.</typeparam>
[SuppressMessage("Style", "IDE0060", Justification = "The arguments are there for overload resolution.")]
public readonly struct OtherParameter<T>
{
    private const string Unsupported =
        "No value of this type can be bound: a parameter is a string, bool, enum, a type that implements IUtf8SpanParsable, ISpanParsable or IParsable, "
        + "a '?' or array of these, CancellationToken, Request, or the content as ReadOnlyMemory<byte> or ReadOnlySequence<byte>; "
        + "with POST, PUT or PATCH any other type is the content as JSON.";

    private const string NoShape =
        "No JSON shape is known for this type: declare it in this project, public or internal, or mark the handler [Json<\u2026>] with a JsonSerializerContext that has it.";

    /// <summary>The content as JSON.</summary>
    /// <param name="shape">How it is read.</param>
    /// <returns>The parameter.</returns>
    public JsonParameter<T> OrJson(Shape<T> shape) => new(shape);

    /// <summary>The content as items that are read one by one.</summary>
    /// <param name="shape">How they are read.</param>
    /// <returns>The parameter.</returns>
    public ItemsParameter<T> OrJson(ItemsShape<T> shape) => new(shape);

    /// <summary>A type without a shape: the build fails and says so.</summary>
    [Obsolete(NoShape, error: true)]
    public JsonParameter<T> OrJson(UnsupportedShape<T> shape) => throw new UnreachableException();

    /// <summary>A result is never a parameter: the build fails and says so.</summary>
    [Obsolete(NoShape, error: true)]
    public JsonParameter<T> OrJson(ResultShape<T> shape) => throw new UnreachableException();

    /// <summary>Nothing to bind from: the build fails and says so.</summary>
    [Obsolete(Unsupported, error: true)]
    public bool TryBind(Exchange exchange, Source source, out T value) => throw new UnreachableException();

    /// <summary>Nothing to bind from: the build fails and says so.</summary>
    [Obsolete(Unsupported, error: true)]
    public bool TryBind(Exchange exchange, Source source, T whenMissing, out T value) => throw new UnreachableException();
}
