using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Picard.Gen;
using Picard.Server;
using Picard.Transport;

namespace Picard;

/// <summary>An HTTP/1.1 server for one application.</summary>
/// <remarks><see cref="RunAsync{TApp}(string[], IServiceProvider?, CancellationToken)"/> is a whole program. To embed a server, use
/// <see cref="Create{TApp}"/>, <see cref="StartAsync"/> and <see cref="StopAsync"/>. Its methods may be called from any thread.</remarks>
public sealed class PicardServer : IAsyncDisposable
{
    private readonly ServerShared _shared;
    private readonly ConsoleLog? _ownLog;
    private readonly IReadOnlyList<string> _urls;
    private readonly Listeners _listeners;
    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private bool _isStarted;
    private bool _isFull;

    private PicardServer(IHandler handler, ServerOptions options, IReadOnlyList<string>? urls, IServiceProvider? services)
    {
        var factory = options.LoggerFactory;
        _urls = urls ?? options.Urls;
        _ownLog = factory is null ? new ConsoleLog(static () => Console.Error, options.TimeProvider, options.ConsoleLogLevel) : null;
        var limit = options.MaxConnections ?? ConnectionPermits.DefaultFor(DescriptorBudget.Limit(), DescriptorBudget.OpenCount());
        var meters = options.MeterFactory ?? (IMeterFactory?)services?.GetService(typeof(IMeterFactory));
        _shared = new ServerShared(handler, options, factory ?? _ownLog!, new ConnectionPermits(limit), meters);
        _listeners = new Listeners(options, _shared.Log);
    }

    /// <summary>Where the server listens, one URL for each bound address, with the port that was given where 0 was asked for. Empty before <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>Connections that are open now.</summary>
    public int OpenConnections => _shared.Permits.Open;

    /// <summary>Connections accepted since the start, those that were refused included.</summary>
    public long AcceptedConnections => _shared.AcceptedConnections;

    /// <summary>Requests answered since the start.</summary>
    public long Requests => _shared.Requests;

    internal ServerShared Shared => _shared;

    /// <summary>Makes a server for an application; nothing listens yet.</summary>
    /// <typeparam name="TApp">The class marked <c>[Application]</c>.</typeparam>
    /// <param name="options">How it listens and what it allows; null for the defaults.</param>
    /// <param name="services">Where services come from that the application does not provide itself.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">An option is wrong; the text names it.</exception>
    /// <exception cref="InvalidOperationException">A service is missing; the text names it and who needs it.</exception>
    public static PicardServer Create<TApp>(ServerOptions? options = null, IServiceProvider? services = null)
        where TApp : class, IApplication<TApp> =>
        CreateAt<TApp>(urls: null, options ?? new ServerOptions(), services);

    /// <summary>Makes a server for an application that is there already, such as a gateway; nothing listens yet.</summary>
    /// <param name="handler">What answers requests. The server does not dispose of it.</param>
    /// <param name="options">How it listens and what it allows; null for the defaults.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">An option is wrong; the text names it.</exception>
    public static PicardServer Create(IHandler handler, ServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        options ??= new ServerOptions();
        options.Validate();
        return new PicardServer(handler, options, urls: null, services: null);
    }

    /// <summary>Runs a server as a program: reads <c>--urls</c> and <c>PICARD_URLS</c>, listens, prints its addresses, and drains on Ctrl+C or SIGTERM.</summary>
    /// <typeparam name="TApp">The class marked <c>[Application]</c>.</typeparam>
    /// <param name="args">The program's arguments; <c>--help</c> explains them.</param>
    /// <param name="services">Where services come from that the application does not provide itself.</param>
    /// <param name="cancellationToken">Stops the server as SIGTERM does.</param>
    /// <returns>The exit code: 0 after a stop, 1 if the server could not start, which is said in one line on the standard error stream.
    /// It is also set as <see cref="Environment.ExitCode"/>, so that a program may ignore it.</returns>
    public static Task<int> RunAsync<TApp>(string[] args, IServiceProvider? services = null, CancellationToken cancellationToken = default)
        where TApp : class, IApplication<TApp> =>
        RunAsync<TApp>(args, new ServerOptions(), services, cancellationToken);

    /// <summary>Runs a server as a program, with options of its own. Addresses on the command line or in <c>PICARD_URLS</c> win over <see cref="ServerOptions.Urls"/>.</summary>
    /// <typeparam name="TApp">The class marked <c>[Application]</c>.</typeparam>
    /// <param name="args">The program's arguments; <c>--help</c> explains them.</param>
    /// <param name="options">How the server listens and what it allows.</param>
    /// <param name="services">Where services come from that the application does not provide itself.</param>
    /// <param name="cancellationToken">Stops the server as SIGTERM does.</param>
    /// <returns>The exit code, as of the other overload.</returns>
    public static async Task<int> RunAsync<TApp>(string[] args, ServerOptions options, IServiceProvider? services = null, CancellationToken cancellationToken = default)
        where TApp : class, IApplication<TApp>
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(options);
        var program = new ServerProgram(Console.Out, Console.Error, Environment.GetEnvironmentVariable(CommandLine.UrlsVariable));
        var exitCode = await program.RunAsync(args, options.Validate, urls => CreateAt<TApp>(urls, options, services), cancellationToken).ConfigureAwait(false);
        Environment.ExitCode = exitCode;
        return exitCode;
    }

    /// <summary>Binds every address and begins to accept connections.</summary>
    /// <param name="cancellationToken">Gives up before anything is bound.</param>
    /// <returns>Completes when all addresses are listened on.</returns>
    /// <exception cref="ServerStartException">An address is not one, is in use, or is not permitted; the text says which in one line. Nothing is bound then.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isStarted || _shared.IsStopping)
            {
                throw new InvalidOperationException("A server is started once.");
            }

            _isStarted = true;
            Addresses = await _listeners.BindAsync(_urls).ConfigureAwait(false);
            _listeners.Start(Accept);
        }
        finally
        {
            _lifecycle.Release();
        }

        foreach (var address in Addresses)
        {
            ServerEvents.Listening(_shared.Log, address);
        }
    }

    /// <summary>Stops: accepts no more, closes idle connections, answers what is under way with <c>Connection: close</c>, and aborts what is left after
    /// <see cref="ServerOptions.StopTimeout"/>.</summary>
    /// <param name="cancellationToken">Cuts the waiting short: what is under way is aborted at once.</param>
    /// <returns>Completes when every connection is closed. A handler that ignores its cancelled token is not waited for.</returns>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        var isFirst = _shared.BeginStop();
        await _lifecycle.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await _listeners.StopAsync().ConfigureAwait(false);
        }
        finally
        {
            _lifecycle.Release();
        }

        if (isFirst)
        {
            ServerEvents.Stopping(_shared.Log, _shared.Timer.Count);
        }

        foreach (var connection in _shared.Timer.Snapshot())
        {
            connection.Wake();
        }

        await DrainAsync(cancellationToken).ConfigureAwait(false);
        await _lifecycle.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await _listeners.CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Stops at once: what is under way is aborted.</summary>
    /// <returns>Completes when every connection is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _shared.Dispose();
        _ownLog?.Dispose();
    }


    private static PicardServer CreateAt<TApp>(IReadOnlyList<string>? urls, ServerOptions options, IServiceProvider? services)
        where TApp : class, IApplication<TApp>
    {
        options.Validate();
        return new PicardServer(TApp.CreateHandler(services), options, urls, services);
    }

    /// <summary>Serves a connection, wherever it comes from. It owns the connection from then on.</summary>
    internal void Accept(TransportConnection connection)
    {
        _shared.CountAccepted();
        var admission = _shared.Permits.Take();
        if (admission != Admission.Serve && !_isFull)
        {
            // Once each time the limit is met, not for each connection: a flood must not fill the log.
            ServerEvents.ConnectionLimitReached(_shared.Log, _shared.Permits.Limit);
        }

        _isFull = admission != Admission.Serve;
        if (admission == Admission.Drop || _shared.IsStopping)
        {
            if (admission == Admission.Drop)
            {
                _shared.Metrics.CountDrop();
            }

            _shared.Permits.Return(admission);
            connection.Abort();
            _ = connection.DisposeAsync().AsTask();
            return;
        }

        _ = new ServerConnection(connection, _shared).RunAsync(admission);
    }

    private async Task DrainAsync(CancellationToken insisted)
    {
        using var limit = new CancellationTokenSource(_shared.Options.StopTimeout, _shared.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, insisted);
        var empty = _shared.Timer.WhenEmptyAsync();
        try
        {
            await empty.WaitAsync(either.Token).ConfigureAwait(false);
            return;
        }
        catch (OperationCanceledException)
        {
            // What is left is aborted below.
        }

        var left = _shared.Timer.Snapshot();
        if (left.Length > 0 && limit.IsCancellationRequested)
        {
            ServerEvents.StopTimedOut(_shared.Log, left.Length, _shared.Options.StopTimeout);
        }

        foreach (var connection in left)
        {
            connection.Kill();
        }

        // Limit: how long aborted connections may take to unwind. A handler that does not look at its token is left behind.
        await Task.WhenAny(empty, Task.Delay(TimeSpan.FromSeconds(1), _shared.Options.TimeProvider, CancellationToken.None)).ConfigureAwait(false);
    }
}
