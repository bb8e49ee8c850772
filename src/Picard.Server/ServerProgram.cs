using Picard.Gen;

namespace Picard.Server;

/// <summary>A server as a program: from its arguments to its exit code. What a person must know is one line.</summary>
internal sealed class ServerProgram(TextWriter output, TextWriter errors, string? urlsOfEnvironment)
{
    /// <summary>Runs until a signal or <paramref name="cancellationToken"/> stops it.</summary>
    /// <param name="args">The program's arguments.</param>
    /// <param name="validate">Throws an <see cref="ArgumentException"/> if an option is wrong.</param>
    /// <param name="create">Makes the server, with the addresses of the command line if it has any.</param>
    /// <param name="cancellationToken">Stops it gracefully.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] args, Action validate, Func<IReadOnlyList<string>?, PicardServer> create, CancellationToken cancellationToken)
    {
        try
        {
            var line = CommandLine.Parse(args, urlsOfEnvironment);
            if (line.Wanted == CommandLine.Wish.Help)
            {
                await output.WriteLineAsync(CommandLine.Help).ConfigureAwait(false);
                return 0;
            }

            Check(validate);
            using var signals = new GracefulStop();
            var server = create(line.Urls);
            await using var serverScope = server.ConfigureAwait(false);
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
            foreach (var address in server.Addresses)
            {
                await output.WriteLineAsync($"Listening on {address}").ConfigureAwait(false);
            }

            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            ServiceSupervisor.Notify("READY=1");
            await SignalledAsync(signals.Requested, cancellationToken).ConfigureAwait(false);
            ServiceSupervisor.Notify("STOPPING=1");
            await server.StopAsync(signals.Insisted).ConfigureAwait(false);
            return 0;
        }
        catch (Exception exception) when (exception is ServerStartException or ServiceException or OptionException)
        {
            await errors.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 1;
        }
    }

    /// <summary>A wrong option is for a person to read, like a wrong argument. Exceptions of the application's own are not.</summary>
    private static void Check(Action validate)
    {
        try
        {
            validate();
        }
        catch (ArgumentException wrong)
        {
            throw new ServerStartException(wrong.Message.Replace($" (Parameter '{wrong.ParamName}')", "", StringComparison.Ordinal));
        }
    }

    private static async Task SignalledAsync(CancellationToken signal, CancellationToken cancellationToken)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = signal.Register(() => stop.TrySetResult());
        await using var firstScope = first.ConfigureAwait(false);
        var second = cancellationToken.Register(() => stop.TrySetResult());
        await using var secondScope = second.ConfigureAwait(false);
        await stop.Task.ConfigureAwait(false);
    }
}
