namespace Picard.Client;

/// <summary>The connections behind a class marked <see cref="PoolAttribute"/>, for emitted code. They live as long as the program.</summary>
/// <param name="name">The class, for exceptions.</param>
/// <param name="options">What its attribute says.</param>
public sealed class ClientPool(string name, ClientOptions options)
{
    private readonly Lock _gate = new();
    private ClientOptions _options = options;
    private PicardClient? _client;

    /// <summary>The options, which can be set until <see cref="Client"/> is first used.</summary>
    /// <exception cref="InvalidOperationException">Set later.</exception>
    public ClientOptions Options
    {
        get
        {
            lock (_gate)
            {
                return _options;
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_gate)
            {
                _options = _client is null
                    ? value
                    : throw new InvalidOperationException($"The options of the pool {name} are set before its first use: it has connections already.");
            }
        }
    }

    /// <summary>The client that has the connections.</summary>
    /// <exception cref="OptionException">An option cannot be kept; the text names it.</exception>
    public PicardClient Client
    {
        get
        {
            lock (_gate)
            {
                return _client ??= new PicardClient(_options);
            }
        }
    }
}
