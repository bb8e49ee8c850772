using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Picard.Gen;

/// <summary>What a result's type makes of it, decided by overload resolution on <c>Reply.With(Rank.Top, exchange, answer)</c>. A null is 404, no result 204.</summary>
[SuppressMessage("Style", "IDE0060", Justification = "The rank is there for overload resolution.")]
public static class Reply
{
    private const string Unsupported =
        "A result of this type cannot be sent: a method returns string, byte[], ReadOnlyMemory<byte>, StatusCode, Response, FileResponse or Problem, or a type that has a JSON shape, "
        + "plain or in Task or ValueTask, or nothing. Types that need converters are sent by [Json<…>] with a JsonSerializerContext.";

    /// <summary>204.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Completion answer, Shape? shape = null)
    {
        answer.Take();
        return exchange.RespondNothing();
    }

    /// <summary>Text.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<string?> answer, Shape<string>? shape = null) => exchange.Respond(answer.Take());

    /// <summary>Octets.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<byte[]?> answer, Shape<byte[]>? shape = null) =>
        answer.Take() is { } content ? exchange.Respond(content.AsMemory()) : exchange.RespondProblem(StatusCode.NotFound);

    /// <summary>Octets.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<ReadOnlyMemory<byte>> answer, Shape<ReadOnlyMemory<byte>>? shape = null) => exchange.Respond(answer.Take());

    /// <summary>Octets or none.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<ReadOnlyMemory<byte>?> answer, Shape<ReadOnlyMemory<byte>?>? shape = null) =>
        answer.Take() is { } content ? exchange.Respond(content) : exchange.RespondProblem(StatusCode.NotFound);

    /// <summary>A status.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<StatusCode> answer, Shape<StatusCode>? shape = null) => exchange.Respond(answer.Take());

    /// <summary>A status or none.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<StatusCode?> answer, Shape<StatusCode?>? shape = null) =>
        answer.Take() is { } status ? exchange.Respond(status) : exchange.RespondProblem(StatusCode.NotFound);

    /// <summary>A whole response.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<Response?> answer, Shape<Response>? shape = null) => exchange.Respond(answer.Take());

    /// <summary>A file.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<FileResponse?> answer, Shape<FileResponse>? shape = null) => exchange.Respond(answer.Take());

    /// <summary>A problem.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<Problem?> answer, Shape<Problem>? shape = null) => exchange.Respond(answer.Take());

    /// <summary>JSON, or one of the results that say their status: the shape knows.</summary>
    public static ExchangeStep With<T>(Rank1 rank, Exchange exchange, Answer<T> answer, Shape<T> shape) => shape.Send(exchange, answer.Take());

    /// <summary>A type without a shape: the build fails and says so.</summary>
    [Obsolete(Unsupported, error: true)]
    public static ExchangeStep With<T>(Rank3 rank, Exchange exchange, Answer<T> answer, UnsupportedShape<T> shape) => throw new UnreachableException();

    /// <summary>Everything else: the build fails and says so.</summary>
    [Obsolete(Unsupported, error: true)]
    public static ExchangeStep With<T>(Rank0 rank, Exchange exchange, Answer<T> answer, Shape? shape = null) => throw new UnreachableException();
}
