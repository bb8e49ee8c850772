using System.Buffers;
using System.Runtime.CompilerServices;
using Picard.Gen;

namespace Picard;

/// <summary>The client of an exchange, as an event handler speaks to it.</summary>
/// <remarks>
/// <para>It is used inside the events of its exchange only; from any other thread only <see cref="Signal"/> is. After the exchange was aborted everything is a
/// no-op and writes return <see cref="Flow.Closed"/>: a client may leave at any time, and no handler needs to be prepared for it.</para>
/// <para>What HTTP does not allow throws <see cref="InvalidOperationException"/> with the rule in its text: a second response, content before a head, content with
/// 204 or 304, more or less content than announced.</para>
/// </remarks>
public readonly struct Downstream : IEquatable<Downstream>
{
    private readonly ExchangeMachine? _machine;
    private readonly int _exchange;

    internal Downstream(ExchangeMachine machine, int exchange)
    {
        _machine = machine;
        _exchange = exchange;
    }

    /// <summary>The fields of the response, for <see cref="Begin"/> and for <see cref="Respond(StatusCode)"/>; to be set before.</summary>
    /// <exception cref="InvalidOperationException">The exchange has ended.</exception>
    public ResponseFields Fields => Machine.FieldsOf(_exchange);

    /// <summary>Wakes this exchange from any thread.</summary>
    public Signal Signal => new(Machine, _exchange);

    /// <summary>Cancelled when the client is gone, for what an asynchronous event awaits.</summary>
    public CancellationToken Aborted => Machine.Use(_exchange)?.Aborted ?? new CancellationToken(canceled: true);

    private ExchangeMachine Machine => _machine ?? throw new InvalidOperationException("This Downstream belongs to no exchange: it is set before the first event.");

    /// <summary>Sends a whole response without content.</summary>
    public void Respond(StatusCode status) => Respond(status, ReadOnlyMemory<byte>.Empty);

    /// <summary>Sends a whole response of text.</summary>
    public void Respond(StatusCode status, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var turn = Machine.Turn();
        Machine.Use(_exchange)?.RespondWhole(status, text, Machine.Fields);
    }

    /// <summary>Sends a whole response of octets; they must stay as they are until the exchange is done.</summary>
    public void Respond(StatusCode status, ReadOnlyMemory<byte> content)
    {
        using var turn = Machine.Turn();
        Machine.Use(_exchange)?.RespondWhole(status, content, Machine.Fields);
    }

    /// <summary>Sends a whole response.</summary>
    public void Respond(Response response)
    {
        ArgumentNullException.ThrowIfNull(response);
        using var turn = Machine.Turn();
        Machine.Use(_exchange)?.Respond(response);
    }

    /// <summary>Sends a file as the whole response; the done event follows when the client has taken it.</summary>
    /// <param name="file">It is handed over: the framework closes it when the exchange ends, or at once if it was aborted.</param>
    public void Respond(FileResponse file)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var turn = Machine.Turn();
        if (Machine.Use(_exchange) is { } exchange)
        {
            exchange.Respond(file);
        }
        else
        {
            file.Dispose();
        }
    }

    /// <summary>Sends a problem (RFC 9457) as the whole response.</summary>
    public void Respond(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        using var turn = Machine.Turn();
        Machine.Use(_exchange)?.Respond(problem);
    }

    /// <summary>Sends the head of a response whose content follows by writes.</summary>
    /// <param name="status">The status.</param>
    /// <param name="contentLength">The length of the content in octets; null if it is not known: then it is sent in chunks, or ends with the connection for HTTP/1.0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public void Begin(StatusCode status, long? contentLength = null)
    {
        if (contentLength < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(contentLength), contentLength, "A content length is not negative.");
        }

        using var turn = Machine.Turn();
        if (Machine.Use(_exchange) is { } exchange)
        {
            exchange.BeginContent(status, contentLength, exchange.DefaultContentType, Machine.Fields, Machine.Content);
        }
    }

    /// <summary>Writes octets of content. They are copied.</summary>
    /// <returns>Whether to go on. After <see cref="Flow.Paused"/> wait for the resume event.</returns>
    /// <exception cref="ArgumentException">There are more than 32 KiB: await <see cref="WriteAsync"/> for so many.</exception>
    /// <exception cref="InvalidOperationException">No head was sent, the content is complete, or this is more than was announced; or the handler wrote on
    /// after <see cref="Flow.Paused"/> until 64 KiB waited.</exception>
    public Flow Write(ReadOnlySpan<byte> octets)
    {
        using var turn = Machine.Turn();
        if (Content() is not { } content)
        {
            return Flow.Closed;
        }

        content.Write(octets);
        return Machine.Note(content.Flow);
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public Flow Write(ReadOnlyMemory<byte> octets) => Write(octets.Span);

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public Flow Write(ReadOnlySequence<byte> octets)
    {
        if (octets.IsSingleSegment)
        {
            return Write(octets.FirstSpan);
        }

        using var turn = Machine.Turn();
        if (Content() is not { } content)
        {
            return Flow.Closed;
        }

        content.Write(octets);
        return Machine.Note(content.Flow);
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/returns"/>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public Flow Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var turn = Machine.Turn();
        if (Content() is not { } content)
        {
            return Flow.Closed;
        }

        content.Write(text);
        return Machine.Note(content.Flow);
    }

    /// <summary>Writes an interpolated string as UTF-8, without a string being made.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/returns"/>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public Flow Write([InterpolatedStringHandlerArgument("")] ref ContentText text)
    {
        using var turn = Machine.Turn();
        return Content() is { } content ? Machine.Note(content.Flow) : Flow.Closed;
    }

    /// <summary>Sends what is written and then octets of any length from the caller's memory, and waits until the client has taken them. For asynchronous events,
    /// which await it before they write again or end; what other writes of a pending event have left is sent with it. Without octets it sends what is written.</summary>
    /// <param name="octets">They must stay as they are until the task completes.</param>
    /// <returns>Ready, or closed if the client is gone.</returns>
    /// <exception cref="InvalidOperationException">No head was sent, the content is complete, this is more than was announced, or another write is not awaited.</exception>
    public ValueTask<Flow> WriteAsync(ReadOnlyMemory<byte> octets)
    {
        var machine = Machine;
        using (machine.Turn())
        {
            if (Content() is not { } content)
            {
                return new(Flow.Closed);
            }

            if (content.IsFiltered)
            {
                return WriteFilteredAsync(machine, octets);
            }

            content.BeginLent(octets.Length);
        }

        return machine.WriteAsync(octets);
    }

    /// <summary>Ends the response: the done event follows.</summary>
    /// <exception cref="InvalidOperationException">No response was begun, it is complete already, or content that was announced is missing.</exception>
    public void Complete()
    {
        using var turn = Machine.Turn();
        Machine.Use(_exchange)?.CompleteContent(trailers: null);
    }

    /// <summary>Ends the response with a trailer section, which is dropped where the content is not in chunks (RFC 9110 §6.5).</summary>
    /// <inheritdoc cref="Complete()" path="/exception"/>
    public void Complete(ResponseFields trailers)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        using var turn = Machine.Turn();
        Machine.Use(_exchange)?.CompleteContent(trailers);
    }

    /// <summary>Sends 100 (RFC 9110 §15.2.1), which the client waits for before it sends its content. The server sends it by itself when content is first wanted.</summary>
    /// <exception cref="InvalidOperationException">The client does not wait for it, or not any more.</exception>
    public void Continue()
    {
        using var turn = Machine.Turn();
        Machine.Use(_exchange)?.Continue();
    }

    /// <summary>Sends 103 (RFC 8297): fields that the response will probably have. Nothing is sent to a client of HTTP/1.0.</summary>
    /// <exception cref="InvalidOperationException">The response has begun.</exception>
    public void EarlyHints(ResponseFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        using var turn = Machine.Turn();
        Machine.Use(_exchange)?.EarlyHints(fields);
    }

    /// <summary>Sends 101: from now on the connection speaks a protocol that the client has asked for, and the exchange is a tunnel (RFC 9110 §7.8).</summary>
    /// <remarks>
    /// <para>Content events bring what the client sends, as it comes; writes send octets as they are; the end event says that the client has closed its side. <see cref="Complete()"/>
    /// closes ours: then the exchange is done, and what still comes is thrown away. Pause, resume and abort are as before. There is no time limit but for a client that
    /// does not take what it is sent, and the connection is closed afterwards.</para>
    /// <para>A handler that still waits when its end event is over is aborted as any whose client has closed its side; see <c>ServerOptions.HalfClosedClients</c>.</para>
    /// <para>It comes before the end event, of a request without content: in the request event, or, while <see cref="Pause"/> holds the end event back, in a later one.
    /// <see cref="Fields"/> are sent with the 101. A client that is answered with an error instead is disconnected afterwards.</para>
    /// </remarks>
    /// <param name="protocol">One of those in the Upgrade field of the request, such as <c>example/1</c>.</param>
    /// <exception cref="ArgumentException">This is no name of a protocol.</exception>
    /// <exception cref="InvalidOperationException">The client did not ask for it, or speaks HTTP/1.0, or the response has begun, or the request has content.</exception>
    public void Upgrade(string protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        using var turn = Machine.Turn();
        Machine.Use(_exchange)?.Upgrade(protocol, Machine.Fields, Machine.Content);
    }

    /// <summary>Has no more content delivered, not even what has arrived: the client is not read from.</summary>
    public void Pause() => Machine.PauseReading(_exchange);

    /// <summary>Has content delivered again.</summary>
    public void Resume() => Machine.ResumeReading(_exchange);

    /// <summary>Ends the exchange and its connection at once: the abort event follows.</summary>
    public void Abort() => Machine.AbortByHandler(_exchange);

    /// <summary>Raises the timer event after a time, in place of one that is still to come.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or longer than 49 days.</exception>
    public void WakeAfter(TimeSpan time)
    {
        if (time < TimeSpan.Zero || time.TotalMilliseconds > uint.MaxValue - 1)
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, "A timer runs from now on, and for 49 days at most.");
        }

        Machine.WakeAfter(time, _exchange);
    }

    /// <inheritdoc/>
    public bool Equals(Downstream other) => ReferenceEquals(_machine, other._machine) && _exchange == other._exchange;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Downstream other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_machine, _exchange);

    /// <summary>Whether both are of one exchange.</summary>
    public static bool operator ==(Downstream left, Downstream right) => left.Equals(right);

    /// <summary>Whether they are of different exchanges.</summary>
    public static bool operator !=(Downstream left, Downstream right) => !left.Equals(right);

    /// <summary>The turn to write.</summary>
    internal OutputTurn Turn() => Machine.Turn();

    /// <summary>What middleware sees or changes is copied, as much at once as may wait.</summary>
    private async ValueTask<Flow> WriteFilteredAsync(ExchangeMachine machine, ReadOnlyMemory<byte> octets)
    {
        do
        {
            using (machine.Turn())
            {
                if (Content() is not { } content)
                {
                    return Flow.Closed;
                }

                octets = content.WriteSome(octets);
                content.BeginLent(0);
            }

            if (await machine.WriteAsync(default).ConfigureAwait(false) == Flow.Closed)
            {
                return Flow.Closed;
            }
        }
        while (!octets.IsEmpty);
        return Flow.Ready;
    }

    /// <summary>Where content goes; null if it goes nowhere. In a turn.</summary>
    internal ResponseContent? Content()
    {
        var machine = Machine;
        return machine.Use(_exchange) is { } exchange && exchange.WritesContent() ? machine.Content : null;
    }
}
