using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Picard.Gen;

/// <summary>What a result's type makes of it, decided by overload resolution on <c>Reply.With(Rank.Top, exchange, answer)</c>. A null is 404, no result 204.</summary>
[SuppressMessage("Style", "IDE0060", Justification = "The rank is there for overload resolution.")]
public static class Reply
{
    /// <summary>204.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Completion answer)
    {
        answer.Take();
        return exchange.Respond(StatusCode.NoContent);
    }

    /// <summary>Text.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<string?> answer) => exchange.Respond(answer.Take());

    /// <summary>Octets.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<byte[]?> answer) =>
        answer.Take() is { } content ? exchange.Respond(content.AsMemory()) : exchange.RespondProblem(StatusCode.NotFound);

    /// <summary>Octets.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<ReadOnlyMemory<byte>> answer) => exchange.Respond(answer.Take());

    /// <summary>Octets or none.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<ReadOnlyMemory<byte>?> answer) =>
        answer.Take() is { } content ? exchange.Respond(content) : exchange.RespondProblem(StatusCode.NotFound);

    /// <summary>A status.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<StatusCode> answer) => exchange.Respond(answer.Take());

    /// <summary>A status or none.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<StatusCode?> answer) =>
        answer.Take() is { } status ? exchange.Respond(status) : exchange.RespondProblem(StatusCode.NotFound);

    /// <summary>A whole response.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<Response?> answer) => exchange.Respond(answer.Take());

    /// <summary>A problem.</summary>
    public static ExchangeStep With(Rank5 rank, Exchange exchange, Answer<Problem?> answer) => exchange.Respond(answer.Take());

    /// <summary>Everything else: the build fails and says so.</summary>
    [Obsolete("A result of this type cannot be sent: a method returns string, byte[], ReadOnlyMemory<byte>, StatusCode, Response or Problem, plain or in Task or ValueTask, or nothing.", error: true)]
    public static ExchangeStep With<T>(Rank0 rank, Exchange exchange, Answer<T> answer) => throw new UnreachableException();
}
