using System.Diagnostics.CodeAnalysis;
using System.Net.ServerSentEvents;

namespace Picard.Gen.KnownShapes;

/// <summary>How results are sent that are no JSON themselves, alone and as one kind of <see cref="Results{T1, T2}"/>.</summary>
[SuppressMessage("Style", "IDE0060", Justification = "The arguments are there for overload resolution.")]
public static class ResultKinds
{
    private static readonly SentShape<StatusCode> s_status = new(static (exchange, status) => exchange.Respond(status));
    private static readonly SentShape<Response?> s_response = new(static (exchange, response) => exchange.Respond(response));
    private static readonly SentShape<FileResponse?> s_file = new(static (exchange, file) => exchange.Respond(file));
    private static readonly SentShape<Problem?> s_problem = new(static (exchange, problem) => exchange.Respond(problem));

    /// <summary>A status without content.</summary>
    public static ResultShape<StatusCode> Shape(this Of<StatusCode> type) => s_status;

    /// <summary>A whole response.</summary>
    public static ResultShape<Response> Shape(this Of<Response> type) => s_response!;

    /// <summary>A file.</summary>
    public static ResultShape<FileResponse> Shape(this Of<FileResponse> type) => s_file!;

    /// <summary>A problem.</summary>
    public static ResultShape<Problem> Shape(this Of<Problem> type) => s_problem!;

    /// <summary>A status.</summary>
    public static ResultShape<Ok> Shape(this Of<Ok> type) => StatusShape<Ok>.Instance;

    /// <summary>A status.</summary>
    public static ResultShape<Created> Shape(this Of<Created> type) => StatusShape<Created>.Instance;

    /// <summary>A status.</summary>
    public static ResultShape<Accepted> Shape(this Of<Accepted> type) => StatusShape<Accepted>.Instance;

    /// <summary>A status.</summary>
    public static ResultShape<NoContent> Shape(this Of<NoContent> type) => StatusShape<NoContent>.Instance;

    /// <summary>A status.</summary>
    public static ResultShape<Redirect> Shape(this Of<Redirect> type) => StatusShape<Redirect>.Instance;

    /// <summary>A status.</summary>
    public static ResultShape<BadRequest> Shape(this Of<BadRequest> type) => StatusShape<BadRequest>.Instance;

    /// <summary>A status.</summary>
    public static ResultShape<Forbidden> Shape(this Of<Forbidden> type) => StatusShape<Forbidden>.Instance;

    /// <summary>A status.</summary>
    public static ResultShape<NotFound> Shape(this Of<NotFound> type) => StatusShape<NotFound>.Instance;

    /// <summary>A status.</summary>
    public static ResultShape<Conflict> Shape(this Of<Conflict> type) => StatusShape<Conflict>.Instance;

    /// <summary>A status.</summary>
    public static ResultShape<UnprocessableContent> Shape(this Of<UnprocessableContent> type) => StatusShape<UnprocessableContent>.Instance;

    /// <summary>A status with a value.</summary>
    public static ResultShape<Ok<T>> Shape<T>(this Of<Ok<T>> type, Shape<T> value) => ValueResultShape<Ok<T>, T>.Of(value);

    /// <summary>A status with a value.</summary>
    public static ResultShape<Created<T>> Shape<T>(this Of<Created<T>> type, Shape<T> value) => ValueResultShape<Created<T>, T>.Of(value);

    /// <summary>A status with a value.</summary>
    public static ResultShape<Accepted<T>> Shape<T>(this Of<Accepted<T>> type, Shape<T> value) => ValueResultShape<Accepted<T>, T>.Of(value);

    /// <summary>A status with a value.</summary>
    public static ResultShape<BadRequest<T>> Shape<T>(this Of<BadRequest<T>> type, Shape<T> value) => ValueResultShape<BadRequest<T>, T>.Of(value);

    /// <summary>A status with a value.</summary>
    public static ResultShape<NotFound<T>> Shape<T>(this Of<NotFound<T>> type, Shape<T> value) => ValueResultShape<NotFound<T>, T>.Of(value);

    /// <summary>A status with a value.</summary>
    public static ResultShape<Conflict<T>> Shape<T>(this Of<Conflict<T>> type, Shape<T> value) => ValueResultShape<Conflict<T>, T>.Of(value);

    /// <summary>A status with a value.</summary>
    public static ResultShape<UnprocessableContent<T>> Shape<T>(this Of<UnprocessableContent<T>> type, Shape<T> value) => ValueResultShape<UnprocessableContent<T>, T>.Of(value);

    /// <summary>Items as JSON Lines.</summary>
    public static ItemsShape<IAsyncEnumerable<T>> Shape<T>(this Of<IAsyncEnumerable<T>> type, Shape<T> item) => LinesShape<T>.Of(item);

    /// <summary>The data of an event.</summary>
    public static SseShape<T> Shape<T>(this Of<SseItem<T>> type, Shape<T> payload) => SseShape<T>.Of(payload);

    /// <summary>Server-Sent Events.</summary>
    public static ItemsShape<IAsyncEnumerable<SseItem<T>>> Shape<T>(this Of<IAsyncEnumerable<SseItem<T>>> type, SseShape<T> item) => SseStreamShape<T>.Of(item);

    /// <summary>One of several kinds.</summary>
    public static ResultShape<Results<T1, T2>> Shape<T1, T2>(
        this Of<Results<T1, T2>> type, Shape<T1> first, Shape<T2> second) =>
        ResultsShape<T1, T2>.Of(first, second);

    /// <summary>One of several kinds.</summary>
    public static ResultShape<Results<T1, T2, T3>> Shape<T1, T2, T3>(
        this Of<Results<T1, T2, T3>> type, Shape<T1> first, Shape<T2> second, Shape<T3> third) =>
        ResultsShape<T1, T2, T3>.Of(first, second, third);

    /// <summary>One of several kinds.</summary>
    public static ResultShape<Results<T1, T2, T3, T4>> Shape<T1, T2, T3, T4>(
        this Of<Results<T1, T2, T3, T4>> type, Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth) =>
        ResultsShape<T1, T2, T3, T4>.Of(first, second, third, fourth);

    /// <summary>One of several kinds.</summary>
    public static ResultShape<Results<T1, T2, T3, T4, T5>> Shape<T1, T2, T3, T4, T5>(
        this Of<Results<T1, T2, T3, T4, T5>> type, Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth, Shape<T5> fifth) =>
        ResultsShape<T1, T2, T3, T4, T5>.Of(first, second, third, fourth, fifth);

    /// <summary>One of several kinds.</summary>
    public static ResultShape<Results<T1, T2, T3, T4, T5, T6>> Shape<T1, T2, T3, T4, T5, T6>(
        this Of<Results<T1, T2, T3, T4, T5, T6>> type, Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth, Shape<T5> fifth, Shape<T6> sixth) =>
        ResultsShape<T1, T2, T3, T4, T5, T6>.Of(first, second, third, fourth, fifth, sixth);
}
