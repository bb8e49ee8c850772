using System.Text;
using Picard.Http;

namespace Picard.Gen;

// How an exchange is answered; its state and its life are in Exchange.cs.
public sealed partial class Exchange
{
    internal const string TextContentType = "text/plain; charset=utf-8";

    // RFC 8259 §11: no charset is defined for it; it is UTF-8.
    private const string JsonContentType = "application/json";

    /// <summary>Answers with a status and no content.</summary>
    public ExchangeStep Respond(StatusCode status) => Send(Shape(status), default);

    /// <summary>Answers 200 with text, or 404 if it is null.</summary>
    public ExchangeStep Respond(string? text)
    {
        if (text is null)
        {
            return RespondProblem(StatusCode.NotFound);
        }

        return SendText(Shape(StatusCode.Ok, _state.ContentType ?? TextContentType), text);
    }

    /// <summary>Answers 200 with octets.</summary>
    public ExchangeStep Respond(ReadOnlyMemory<byte> content) => Send(Shape(StatusCode.Ok, _state.ContentType ?? "application/octet-stream"), content);

    /// <summary>Answers with a response of the user's making, or 404 if it is null.</summary>
    public ExchangeStep Respond(Response? response)
    {
        if (response is null)
        {
            return RespondProblem(StatusCode.NotFound);
        }

        response = ConditionalResponse.Apply(response, Received.Method, Fields);
        if (!TakesContent(response.Status) && !response.Content.IsEmpty)
        {
            throw new InvalidOperationException($"A response with status {response.Status.Code} has no content (RFC 9110 §6.4.1), but the handler gave it {response.Content.Length} octets.");
        }

        var contentType = response.Content.IsEmpty ? null : _state.ContentType ?? "application/octet-stream";
        var shape = Shape(response.Status, contentType, response.FieldsOrNull);
        if (response.TrailersOrNull is { } trailers && shape.SendsContent && Received.Version == ProtocolVersion.Http11)
        {
            shape = shape with { Trailers = trailers };
            _state.Trailers = trailers;
        }

        return Send(shape, response.Content);
    }

    /// <summary>Answers with a problem, or 404 if it is null.</summary>
    public ExchangeStep Respond(Problem? problem)
    {
        if (problem is null)
        {
            return RespondProblem(StatusCode.NotFound);
        }

        return TakesContent(problem.Status) ? Send(problem.Status, ProblemContent.For(problem, Fields)) : Respond(problem.Status);
    }

    /// <summary>Answers with a status from 400 to 599 that the framework chose, and says so as a problem.</summary>
    public ExchangeStep RespondProblem(StatusCode status) => Send(status, ProblemContent.For(status, Fields));

    /// <summary>Answers 200 with a value as JSON.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="shape">How it is written.</param>
    /// <returns>What the exchange waits for.</returns>
    public ExchangeStep Respond<T>(T value, Shape<T> shape) => Respond(StatusCode.Ok, location: null, value, shape);

    /// <summary>Answers with a status and no content, or, from 400 on, with a problem that says no more than the status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="location">The field Location, checked before; null: none.</param>
    internal ExchangeStep Respond(StatusCode status, string? location) =>
        status.IsClientError || status.IsServerError ? RespondProblem(status) : Send(Shape(status) with { Location = location }, default);

    /// <summary>Answers with a status and a value as JSON.</summary>
    /// <param name="status">The status.</param>
    /// <param name="location">The field Location, checked before; null: none.</param>
    /// <param name="value">The value.</param>
    /// <param name="shape">How it is written.</param>
    internal ExchangeStep Respond<T>(StatusCode status, string? location, T value, Shape<T> shape)
    {
        var json = JsonContent.Rent();
        _state.Json = json;
        json.Write(shape, value);
        return Send(Shape(status, _state.ContentType ?? JsonContentType) with { Location = location }, json.Written);
    }

    /// <summary>Answers with a constant response.</summary>
    public ExchangeStep Respond(ConstantResponse response)
    {
        if (_state.Chain is not null)
        {
            return SendAnnounced(Shape(StatusCode.Ok, response.ContentType), response.Content);
        }

        if (BeginResponse(StatusCode.Ok))
        {
            var sendsContent = Received.Method != Method.Head;
            _state.ContentBytes = sendsContent ? response.Content.Length : 0;
            _state.UnsentContent = _output.Write(response, SettleConnection(), sendsContent);
        }

        return ExchangeStep.Complete;
    }

    /// <summary>RFC 9110 §9.3.7: what the path can do. Without content a 204 needs no Content-Length.</summary>
    internal ExchangeStep RespondOptions(RouteMethods allowed) => Send(Shape(StatusCode.NoContent, allow: allowed | RouteMethods.Options), default);

    /// <summary>RFC 9110 §15.5.6: a 405 MUST say which methods are allowed.</summary>
    internal ExchangeStep RespondNotAllowed(RouteMethods allowed) =>
        Send(StatusCode.MethodNotAllowed, ProblemContent.For(StatusCode.MethodNotAllowed, Fields), allowed | RouteMethods.Options);

    // Asked once for each response, when its head is written, so that what it says of the connection is what is done.
    // A stop that began after the request came still closes.
    private ConnectionOption SettleConnection()
    {
        _state.Persists = _state.Persists && !_stopping.IsCancellationRequested;
        return !_state.Persists ? ConnectionOption.Close : Received.Version == ProtocolVersion.Http10 ? ConnectionOption.KeepAlive : ConnectionOption.None;
    }

    // RFC 9110 §15.3.6: a 205 has none, but unlike a 204 it has a Content-Length.
    private static bool TakesContent(StatusCode status) => status.AllowsContent && status != StatusCode.ResetContent;

    private ResponseShape Shape(StatusCode status, string? contentType = null, ResponseFields? fields = null, RouteMethods allow = RouteMethods.None)
    {
        if (status.IsInformational)
        {
            throw new InvalidOperationException($"The status {status.Code} announces a response and is never the final one (RFC 9110 §15.2).");
        }

        if ((status.IsClientError || status.IsServerError) && AsksForUpgrade)
        {
            // What the client sends next may be meant for the protocol that it did not get.
            _state.Persists = false;
        }

        return new ResponseShape
        {
            Status = status,
            Connection = SettleConnection(),
            SendsContent = status.AllowsContent && Received.Method != Method.Head,
            ContentType = contentType,
            Fields = fields,
            Allow = allow,
        };
    }

    private ExchangeStep Send(in ResponseShape shape, ReadOnlyMemory<byte> content)
    {
        if (_state.Chain is not null)
        {
            return SendAnnounced(shape, content);
        }

        if (BeginResponse(shape.Status))
        {
            _state.ContentBytes = shape.SendsContent ? content.Length : 0;
            _state.UnsentContent = _output.Write(shape, content);
        }

        return ExchangeStep.Complete;
    }

    private ExchangeStep SendText(in ResponseShape shape, string text)
    {
        if (_state.Chain is not null)
        {
            return SendAnnounced(shape, text);
        }

        if (BeginResponse(shape.Status))
        {
            _state.ContentBytes = _output.Write(shape, text);
        }

        return ExchangeStep.Complete;
    }

    private ExchangeStep Send(StatusCode status, ProblemContent problem, RouteMethods allow = RouteMethods.None) =>
        Send(Shape(status, problem.ContentType, allow: allow), problem.Octets);

    private static InvalidOperationException Responded() => new("The exchange already has its response: a request is answered exactly once.");

    /// <summary>Takes the one right to answer.</summary>
    /// <returns>False if the client is gone, so that nothing is to be written.</returns>
    private bool BeginResponse(StatusCode status)
    {
        if (_state.HasResponded)
        {
            throw Responded();
        }

        _state.HasResponded = !IsAborted;
        _state.Status = _state.HasResponded ? status : default;
        return _state.HasResponded;
    }
}
