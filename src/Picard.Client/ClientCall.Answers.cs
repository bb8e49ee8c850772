using System.Buffers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using Picard.Gen;
using Picard.Http;

namespace Picard.Client;

// What a caller may want of a response. Each of these sends the call and ends it.
public sealed partial class ClientCall
{
    /// <summary>Sends the call and reads JSON.</summary>
    /// <param name="shape">How the value is read.</param>
    /// <param name="cancellationToken">Gives up; the connection is closed then.</param>
    /// <returns>The value.</returns>
    /// <exception cref="StatusException">The status is not 2xx.</exception>
    /// <exception cref="RequestException">There is no whole response, or its content is not that value.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<T> JsonAsync<T>(Shape<T> shape, CancellationToken cancellationToken = default) => ReceiveAsync<T, JsonReading<T>>(new(shape), Absence.Throws, cancellationToken)!;

    /// <summary>Sends the call and reads JSON; null if the status is 404.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<T?> JsonOrNotFoundAsync<T>(Shape<T> shape, CancellationToken cancellationToken = default) => ReceiveAsync<T, JsonReading<T>>(new(shape), Absence.IsNull, cancellationToken);

    /// <summary>Sends the call and reads text: UTF-8, unless the response says Latin-1 or ASCII.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<string> TextAsync(CancellationToken cancellationToken = default) => ReceiveAsync<string, TextReading>(default, Absence.Throws, cancellationToken)!;

    /// <summary>Sends the call and reads text; null if the status is 404.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<string?> TextOrNotFoundAsync(CancellationToken cancellationToken = default) => ReceiveAsync<string, TextReading>(default, Absence.IsNull, cancellationToken);

    /// <summary>Sends the call and reads all octets.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<byte[]> OctetsAsync(CancellationToken cancellationToken = default) => ReceiveAsync<byte[], OctetsReading>(default, Absence.Throws, cancellationToken)!;

    /// <summary>Sends the call and reads all octets; null if the status is 404.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<byte[]?> OctetsOrNotFoundAsync(CancellationToken cancellationToken = default) => ReceiveAsync<byte[], OctetsReading>(default, Absence.IsNull, cancellationToken);

    /// <summary>Sends the call and reads all octets, into an array of the caller's.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<ReadOnlyMemory<byte>> MemoryAsync(CancellationToken cancellationToken = default) => ReceiveAsync<ReadOnlyMemory<byte>, MemoryReading>(default, Absence.Throws, cancellationToken);

    /// <summary>Sends the call and reads JSON and the fields.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<Response<T>> JsonResponseAsync<T>(Shape<T> shape, CancellationToken cancellationToken = default) =>
        ReceiveAsync<Response<T>, WithFields<T, JsonReading<T>>>(new(new(shape)), Absence.Throws, cancellationToken)!;

    /// <summary>Sends the call and reads JSON and the fields; the value is null if the status is 404 or 304.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<Response<T>> JsonResponseOrAbsentAsync<T>(Shape<T> shape, CancellationToken cancellationToken = default) =>
        ReceiveAsync<Response<T>, WithFields<T, JsonReading<T>>>(new(new(shape)), Absence.IsAnswer, cancellationToken)!;

    /// <summary>Sends the call and reads text and the fields.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<Response<string>> TextResponseAsync(CancellationToken cancellationToken = default) =>
        ReceiveAsync<Response<string>, WithFields<string, TextReading>>(default, Absence.Throws, cancellationToken)!;

    /// <summary>Sends the call and reads text and the fields; the value is null if the status is 404 or 304.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<Response<string?>> TextResponseOrAbsentAsync(CancellationToken cancellationToken = default) =>
        ReceiveAsync<Response<string>, WithFields<string, TextReading>>(default, Absence.IsAnswer, cancellationToken)!;

    /// <summary>Sends the call and reads all octets and the fields.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<Response<byte[]>> OctetsResponseAsync(CancellationToken cancellationToken = default) =>
        ReceiveAsync<Response<byte[]>, WithFields<byte[], OctetsReading>>(default, Absence.Throws, cancellationToken)!;

    /// <summary>Sends the call and reads all octets and the fields; the value is null if the status is 404 or 304.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public ValueTask<Response<byte[]?>> OctetsResponseOrAbsentAsync(CancellationToken cancellationToken = default) =>
        ReceiveAsync<Response<byte[]>, WithFields<byte[], OctetsReading>>(default, Absence.IsAnswer, cancellationToken)!;

    /// <summary>Sends the call and gives its status, whatever it is. Content is thrown away.</summary>
    /// <param name="cancellationToken">Gives up; the connection is closed then.</param>
    /// <exception cref="RequestException">There is no whole response.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<StatusCode> StatusAsync(CancellationToken cancellationToken = default) => ReceiveAsync<StatusCode, StatusReading>(default, Absence.IsAnswer, cancellationToken);

    /// <summary>Sends the call and waits for success. Content is thrown away.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    public async ValueTask SuccessAsync(CancellationToken cancellationToken = default) => await ReceiveAsync<StatusCode, StatusReading>(default, Absence.Throws, cancellationToken).ConfigureAwait(false);

    /// <summary>Sends the call and gives the items of its response (JSON Lines) as they come, each read when it is asked for, so a reader that is slow slows the server.</summary>
    /// <param name="item">How an item is read.</param>
    /// <param name="cancellationToken">Gives up; the connection is closed then.</param>
    /// <returns>The items, enumerated once: the request is sent then. Ending early ends the exchange.</returns>
    public IAsyncEnumerable<T> Items<T>(Shape<T> item, CancellationToken cancellationToken = default) => new ReceivedLines<T>(this, item, cancellationToken);

    /// <summary>Sends the call and gives the Server-Sent Events of its response as they come.</summary>
    /// <inheritdoc cref="Items{T}(Shape{T}, CancellationToken)"/>
    public IAsyncEnumerable<SseItem<T>> Items<T>(SseShape<T> item, CancellationToken cancellationToken = default) => new ReceivedEvents<T>(this, item.Payload, cancellationToken);

    /// <summary>Sends the call and gives its response as it comes: the caller reads its content, and disposes of it.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public async ValueTask<ClientResponse> ResponseAsync(CancellationToken cancellationToken = default)
    {
        var isAnswered = false;
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
            isAnswered = true;
        }
        finally
        {
            if (isAnswered)
            {
                await new CallerThread(this);
            }
            else
            {
                await EndAsync(isRead: false).ConfigureAwait(false);
            }
        }

        return new ClientResponse(this);
    }

    /// <summary>Waits for the next octets of the content, and goes on where the caller was.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    internal async ValueTask<ReadOnlySequence<byte>> ReadAsync()
    {
        _callerThread = Environment.CurrentManagedThreadId;
        try
        {
            return await ReadPieceAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (ObserveFault(fault))
        {
            throw;
        }
        finally
        {
            await new CallerThread(this);
        }
    }

    /// <summary>Reads the rest of the content into an array of the caller's, and goes on where the caller was.</summary>
    internal async ValueTask<byte[]> ReadAllAsync()
    {
        _callerThread = Environment.CurrentManagedThreadId;
        try
        {
            return (await CollectAsync().ConfigureAwait(false)).ToArray();
        }
        catch (Exception fault) when (ObserveFault(fault))
        {
            throw;
        }
        finally
        {
            await new CallerThread(this);
        }
    }

    /// <summary>Reads the rest of the content.</summary>
    /// <returns>It is valid until the call ends.</returns>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    internal async ValueTask<ReadOnlySequence<byte>> CollectAsync()
    {
        var connection = Connection;
        var max = _client.Options.MaxCollectedContentBytes;
        if (connection.Response.ContentLength > max && !connection.IsResponseComplete && !IsDecoded)
        {
            throw TooLarge(max);
        }

        var first = await ReadPieceAsync().ConfigureAwait(false);
        if (connection.IsResponseComplete && !IsDecoded)
        {
            // All of it lies where the transport has put it, and stays there until the call ends.
            return first;
        }

        _received.Clear();
        for (var piece = first; !piece.IsEmpty; piece = await ReadPieceAsync().ConfigureAwait(false))
        {
            if (_received.Length + piece.Length > max)
            {
                throw TooLarge(max);
            }

            foreach (var octets in piece)
            {
                _received.Write(octets.Span);
            }
        }

        return new ReadOnlySequence<byte>(_received.Memory);
    }

    /// <summary>The response is not a success: the caller hears what the server says about it.</summary>
    internal async ValueTask<StatusException> ToExceptionAsync()
    {
        var status = Status;
        Problem? problem = null;
        if (Connection.Response.Fields.TryGet(KnownField.ContentType, out var mediaType) && ProblemText.IsProblem(mediaType))
        {
            problem = ProblemText.Read(await CollectAsync().ConfigureAwait(false), status);
        }
        else
        {
            await DrainAsync().ConfigureAwait(false);
        }

        return new StatusException(Origin, Method, PathText, status, problem);
    }

    /// <summary>Sends the call, reads its content as one value, and ends it.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<T?> ReceiveAsync<T, TReading>(TReading reading, Absence absence, CancellationToken cancellationToken)
        where TReading : struct, IReading<T>
    {
        var isRead = false;
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
            T? value = default;
            if (Status.IsSuccess && reading.NeedsContent)
            {
                value = reading.Read(this, await CollectAsync().ConfigureAwait(false));
            }
            else if (!Status.IsSuccess && !IsAbsence(absence, reading.NeedsContent))
            {
                throw await ToExceptionAsync().ConfigureAwait(false);
            }
            else
            {
                value = absence == Absence.IsNull ? default : reading.ReadNone(this);
                await DrainAsync().ConfigureAwait(false);
            }

            isRead = true;
            return value;
        }
        catch (Exception fault) when (ObserveFault(fault))
        {
            throw;
        }
        finally
        {
            await EndAsync(isRead).ConfigureAwait(false);
        }
    }

    private bool IsAbsence(Absence absence, bool needsContent) => absence switch
    {
        Absence.Throws => false,
        Absence.IsNull => Status == StatusCode.NotFound,
        _ => !needsContent || Status == StatusCode.NotFound || Status == StatusCode.NotModified,
    };

    /// <summary>Reads content that nobody wants, for the sake of its connection.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask DrainAsync()
    {
        var connection = Connection;
        long drained = connection.Response.ContentLength ?? 0;
        while (!connection.IsResponseComplete && drained <= _client.Options.MaxDiscardedContentBytes)
        {
            var piece = (await connection.ReadContentAsync().ConfigureAwait(false)).Length;
            drained += connection.Response.ContentLength is null ? piece : 0;
        }
    }

    private RequestException TooLarge(int max) => new(RequestFault.ResponseTooLarge, Origin.Authority, $"The content of {Origin} is longer than the {max} octets that are collected.");
}
