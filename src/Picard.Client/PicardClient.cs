using System.IO.Pipelines;
using System.Text;
using Picard.Client;
using Picard.Gen;
using Picard.Http;

namespace Picard;

/// <summary>An HTTP client with a pool of connections: one for the life of a program, used from any thread.</summary>
public sealed class PicardClient : IAsyncDisposable
{
    private readonly IdlePool<ClientCall> _calls = new();
    private readonly byte[] _userAgentLine = Encoding.ASCII.GetBytes("User-Agent: Picard.Gen\r\n");
    private readonly byte[] _acceptEncodingLine;
    private readonly OriginConnector _connector;
    private int _isDisposed;

    /// <summary>Makes a client. It connects when it is first used.</summary>
    /// <param name="options">Limits and time limits; null for the defaults.</param>
    /// <exception cref="OptionException">An option cannot be kept; the text names it.</exception>
    public PicardClient(ClientOptions? options = null)
    {
        Options = (options ?? new ClientOptions()).Validated();
        Timer = new ClientTimer(Options.TimeProvider);
        _acceptEncodingLine = AcceptEncoding(Options.Decompression);
        Metrics = new ClientMetrics(Options.MeterFactory);
        _connector = new OriginConnector(Options);
        Pool = new ConnectionPool(Options, _connector, Timer) { Metrics = Metrics };
    }

    /// <summary>How its connections stand, over all origins.</summary>
    public PoolStatistics Statistics => Pool.Statistics;

    internal ClientOptions Options { get; }

    internal ClientTimer Timer { get; }

    internal ClientMetrics Metrics { get; }

    internal ConnectionPool Pool { get; }

    internal ReadOnlySpan<byte> UserAgentLine => _userAgentLine;

    /// <summary>The field line that asks for codings; empty if none is undone.</summary>
    internal ReadOnlySpan<byte> AcceptEncodingLine => _acceptEncodingLine;

    /// <summary>Begins a request, for emitted code: its target is written next.</summary>
    /// <param name="method">The method.</param>
    /// <param name="origin">Whom it is for.</param>
    /// <exception cref="ObjectDisposedException">The client is at its end.</exception>
    public ClientCall Call(Method method, Origin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        var call = _calls.Rent() ?? new ClientCall(this);
        call.Begin(origin, method);
        return call;
    }

    /// <summary>Begins a request of a proxy, which writes its head from the request line on.</summary>
    internal ClientCall Forward(Method method, Origin origin, IForwarded forwarded)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        var call = _calls.Rent() ?? new ClientCall(this);
        call.BeginForwarded(origin, method, forwarded);
        return call;
    }

    /// <summary>Makes a typed client that sends through a client of its own, or through its pool's where it has one and no options are given.</summary>
    /// <typeparam name="T">An interface or class marked <see cref="ClientAttribute"/>.</typeparam>
    /// <param name="options">Limits and time limits; null for the defaults.</param>
    /// <param name="baseUri">What every target begins with; null for what <see cref="ClientAttribute"/> says.</param>
    /// <returns>One for the life of a program: it is not disposed of. To end its connections, pass a <see cref="PicardClient"/>.</returns>
    /// <exception cref="OptionException">An option cannot be kept; the text names it.</exception>
    /// <exception cref="ArgumentException">The URI is no base of requests.</exception>
    public static T Create<T>(ClientOptions? options = null, string? baseUri = null)
        where T : IClient<T> => T.Create(T.CreateClient(options), baseUri);

    /// <summary>Makes a typed client that sends through a client of the caller's.</summary>
    /// <param name="client">What sends its requests; the caller disposes of it.</param>
    /// <param name="baseUri">What every target begins with; null for what <see cref="ClientAttribute"/> says.</param>
    /// <inheritdoc cref="Create{T}(ClientOptions, string)"/>
    public static T Create<T>(PicardClient client, string? baseUri = null)
        where T : IClient<T>
    {
        ArgumentNullException.ThrowIfNull(client);
        return T.Create(client, baseUri);
    }

    /// <summary>Makes a typed client that sends through the <see cref="PicardClient"/> of a container.</summary>
    /// <param name="services">The container.</param>
    /// <param name="baseUri">What every target begins with; null for what <see cref="ClientAttribute"/> says.</param>
    /// <exception cref="InvalidOperationException">The container has no <see cref="PicardClient"/>.</exception>
    /// <inheritdoc cref="Create{T}(ClientOptions, string)"/>
    public static T Create<T>(IServiceProvider services, string? baseUri = null)
        where T : IClient<T>
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetService(typeof(PicardClient)) is PicardClient client
            ? T.Create(client, baseUri)
            : throw new InvalidOperationException($"{typeof(T)} sends through the {nameof(PicardClient)} of the container, which has none: add one as a singleton.");
    }

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up, also while the content of the response is read; the connection is closed then.</param>
    /// <returns>The response, which the caller disposes of.</returns>
    /// <exception cref="RequestException">There is no response.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<ClientResponse> SendAsync(ClientRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CallOf(request).ResponseAsync(cancellationToken);
    }

    /// <summary>Sends a request, and has a handler get the events of its exchange.</summary>
    /// <param name="request">The request; without content if the handler has a request event, which writes it.</param>
    /// <param name="handler">An instance, for this exchange alone, of a class marked <see cref="ResponseHandlerAttribute"/>. Its events run where the connection does, which may be a loop with many others.</param>
    /// <param name="cancellationToken">Gives up; the connection is closed then.</param>
    /// <returns>Completes after the done event. After the abort event it fails with what that was told.</returns>
    /// <exception cref="RequestException">There is no whole response, or the handler has ended the exchange.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ArgumentException">The handler writes the content, and the request has some already.</exception>
    public ValueTask SendAsync(ClientRequest request, IResponseHandler handler, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(handler);
        if (handler.WritesContent && (request.ContentPipe is not null || !request.Content.IsEmpty))
        {
            throw new ArgumentException($"{handler.GetType()} has a request event, so it writes the content itself: the request may have none beside it.", nameof(request));
        }

        var call = CallOf(request);
        var machine = new ResponseMachine(call, handler, request.ContentLength);
        if (machine.Content is { } content)
        {
            Stream(call, request, content);
        }

        return machine.RunAsync(cancellationToken);
    }

    private static void Stream(ClientCall call, ClientRequest request, PipeReader content)
    {
        call.Streamed(content, request.ContentLength, request.ContentType);
        if (request.ContentStart == ContentStart.OnContinue)
        {
            call.Expect();
        }
    }

    private ClientCall CallOf(ClientRequest request)
    {
        var call = Call(request.Method, Origin.Of(request.Uri));
        call.Path(Encoding.ASCII.GetBytes(request.Uri.PathAndQuery));
        call.Fragment(request.Uri.Fragment);
        request.Fields.WriteTo(call);
        if (request.ContentPipe is { } pipe)
        {
            Stream(call, request, pipe);
        }
        else if (!request.Content.IsEmpty)
        {
            call.Octets(request.Content, request.ContentType);
        }

        if (request.Reuse == Reuse.Never)
        {
            call.Close();
        }

        return call;
    }

    /// <summary>Gets a resource.</summary>
    /// <param name="uri">An absolute URI of http or https.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="SendAsync(ClientRequest, CancellationToken)"/>
    public ValueTask<ClientResponse> GetAsync(string uri, CancellationToken cancellationToken = default) => SendAsync(new ClientRequest(Method.Get, uri), cancellationToken);

    /// <summary>Makes connections ahead of requests, as far as the limits allow.</summary>
    /// <param name="uri">To whom: an absolute URI of http or https.</param>
    /// <param name="count">How many there should be.</param>
    /// <param name="cancellationToken">Ends the wait; what has begun goes on.</param>
    /// <exception cref="RequestException">One could not be made.</exception>
    /// <exception cref="ArgumentException">The URI is not one, or the count is negative.</exception>
    public Task WarmAsync(string uri, int count, CancellationToken cancellationToken = default) => Pool.WarmAsync(Origin.Of(uri), count, cancellationToken);

    /// <summary>Ends gracefully: no request begins any more, idle connections are closed, and those in use when their exchange is over.</summary>
    /// <param name="cancellationToken">Ends the wait, not the draining.</param>
    /// <returns>Completes when no connection is open.</returns>
    public Task DrainAsync(CancellationToken cancellationToken = default) => Pool.DrainAsync(cancellationToken);

    /// <summary>Closes every connection. Requests under way end with an exception.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await Pool.DisposeAsync().ConfigureAwait(false);
        await _connector.DisposeAsync().ConfigureAwait(false);
        Timer.Dispose();
        Metrics.Dispose();
    }

    internal void Return(ClientCall call) => _calls.Return(call);

    private static byte[] AcceptEncoding(ContentCodings codings)
    {
        (ContentCodings Coding, string Name)[] names = [(ContentCodings.Gzip, "gzip"), (ContentCodings.Deflate, "deflate"), (ContentCodings.Brotli, "br")];
        var accepted = string.Join(", ", names.Where(name => (codings & name.Coding) != 0).Select(static name => name.Name));
        return accepted.Length == 0 ? [] : Encoding.ASCII.GetBytes($"Accept-Encoding: {accepted}\r\n");
    }
}
