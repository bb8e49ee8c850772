using System.Buffers;
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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> JsonAsync<T>(Shape<T> shape, CancellationToken cancellationToken = default)
    {
        var isRead = false;
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
            if (!Status.IsSuccess)
            {
                throw await ToExceptionAsync().ConfigureAwait(false);
            }

            var value = ReadJson(shape, await CollectAsync().ConfigureAwait(false));
            isRead = true;
            return value;
        }
        finally
        {
            await EndAsync(isRead).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the call and reads JSON; null if the status is 404.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> JsonOrNotFoundAsync<T>(Shape<T> shape, CancellationToken cancellationToken = default)
    {
        var isRead = false;
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
            T? value = default;
            if (Status.IsSuccess)
            {
                value = ReadJson(shape, await CollectAsync().ConfigureAwait(false));
            }
            else if (Status != StatusCode.NotFound)
            {
                throw await ToExceptionAsync().ConfigureAwait(false);
            }

            isRead = true;
            return value;
        }
        finally
        {
            await EndAsync(isRead).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the call and gives its status, whatever it is. Content is thrown away.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<StatusCode> StatusAsync(CancellationToken cancellationToken = default)
    {
        var isRead = false;
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
            var status = Status;
            await DrainAsync().ConfigureAwait(false);
            isRead = true;
            return status;
        }
        finally
        {
            await EndAsync(isRead).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the call and waits for success. Content is thrown away.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SuccessAsync(CancellationToken cancellationToken = default)
    {
        var isRead = false;
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
            if (!Status.IsSuccess)
            {
                throw await ToExceptionAsync().ConfigureAwait(false);
            }

            await DrainAsync().ConfigureAwait(false);
            isRead = true;
        }
        finally
        {
            await EndAsync(isRead).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the call and reads text: UTF-8, unless the response says Latin-1 or ASCII.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public async ValueTask<string> TextAsync(CancellationToken cancellationToken = default) => Encoding.UTF8.GetString(await OctetsAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Sends the call and reads all octets.</summary>
    /// <inheritdoc cref="JsonAsync"/>
    public async ValueTask<byte[]> OctetsAsync(CancellationToken cancellationToken = default)
    {
        var isRead = false;
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
            if (!Status.IsSuccess)
            {
                throw await ToExceptionAsync().ConfigureAwait(false);
            }

            var octets = (await CollectAsync().ConfigureAwait(false)).ToArray();
            isRead = true;
            return octets;
        }
        finally
        {
            await EndAsync(isRead).ConfigureAwait(false);
        }
    }

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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<ReadOnlySequence<byte>> ReadAsync()
    {
        _callerThread = Environment.CurrentManagedThreadId;
        try
        {
            return await Connection.ReadContentAsync().ConfigureAwait(false);
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
        finally
        {
            await new CallerThread(this);
        }
    }

    /// <summary>Reads the rest of the content.</summary>
    /// <returns>It is valid until the call ends.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<ReadOnlySequence<byte>> CollectAsync()
    {
        var connection = Connection;
        var max = _client.Options.MaxCollectedContentBytes;
        if (connection.Response.ContentLength > max && !connection.IsResponseComplete)
        {
            throw TooLarge(max);
        }

        var first = await connection.ReadContentAsync().ConfigureAwait(false);
        if (connection.IsResponseComplete)
        {
            // All of it lies where the transport has put it, and stays there until the call ends.
            return first;
        }

        _octets.Clear();
        for (var piece = first; !piece.IsEmpty; piece = await connection.ReadContentAsync().ConfigureAwait(false))
        {
            if (_octets.Length + piece.Length > max)
            {
                throw TooLarge(max);
            }

            foreach (var octets in piece)
            {
                _octets.Write(octets.Span);
            }
        }

        return new ReadOnlySequence<byte>(_octets.Memory);
    }

    /// <summary>The response is not a success: the caller hears what the server says about it.</summary>
    internal async ValueTask<StatusException> ToExceptionAsync()
    {
        var status = Status;
        var isProblem = Connection.Response.Fields.GetText(KnownField.ContentType) is { } type && type.StartsWith("application/problem+json", StringComparison.OrdinalIgnoreCase);
        Problem? problem = null;
        if (isProblem)
        {
            problem = ProblemText.Read(await CollectAsync().ConfigureAwait(false), status);
        }
        else
        {
            await DrainAsync().ConfigureAwait(false);
        }

        return new StatusException(Origin, Method, status, problem);
    }

    /// <summary>Reads content that nobody wants, for the sake of its connection.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
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

    private T ReadJson<T>(Shape<T> shape, in ReadOnlySequence<byte> content) =>
        JsonInput.TryRead(content, shape, out var value, out var path, out var matter)
            ? value
            : throw new RequestException(RequestFault.Content, Origin.Authority, $"The content of {Method} to {Origin} is not the JSON that is expected: {path} {matter}.");

    private RequestException TooLarge(int max) => new(RequestFault.ResponseTooLarge, Origin.Authority, $"The content of {Origin} is longer than the {max} octets that are collected.");
}
