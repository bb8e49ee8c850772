using Picard.Client;

namespace Picard.Proxy;

/// <summary>The destinations of an upstream: chooses one for each request, and keeps what is known of them while options change.</summary>
/// <remarks>
/// A request reads one view (<see cref="UpstreamView"/>), which never changes. What changes health or options holds the gate, changes the destinations, and replaces the view; requests that succeed at healthy destinations never do.
/// It is not its business to connect, to send again, or to read cookies and fields.
/// </remarks>
internal sealed partial class UpstreamSet
{
    /// <summary>A time that does not come.</summary>
    public const long Never = long.MaxValue;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly RetryBudget _retries;
    private readonly List<Destination> _draining = [];
    private UpstreamView _view;
    private long _departedRequests;

    /// <param name="options">The options.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Chance; of a kind that several threads may use, as <see cref="Random.Shared"/> is, where they do.</param>
    /// <exception cref="OptionException">An option cannot be kept.</exception>
    public UpstreamSet(UpstreamOptions options, TimeProvider time, Random random)
    {
        _time = time;
        _random = random;
        _began = time.GetTimestamp();
        _retries = new RetryBudget(options.Validated(), Now());
        _view = new UpstreamView(options, []);
        Apply(options);
    }

    /// <summary>Options were replaced. On the thread that did it.</summary>
    public event Action? Applied;

    /// <summary>A destination is used otherwise than before, or is not used any more: for logs. On the thread whose exchange or check it was, which waits; changes that come at once may be told in any order.</summary>
    public event Action<Destination, DestinationHealth>? HealthChanged;

    /// <summary>The options in force.</summary>
    public UpstreamOptions Options => View.Options;

    /// <summary>The destinations, without those that are draining.</summary>
    public IReadOnlyList<Destination> Destinations => View.All;

    private UpstreamView View => Volatile.Read(ref _view);

    /// <summary>Whether a request may be sent again. Called last, when there is a destination for it and nothing else forbids it: what is taken counts as begun.</summary>
    public bool TryTakeRetry() => _retries.TryTake(Options, Now(), RequestsBegun());

    /// <summary>Replaces the options while requests are under way. A destination that stays, or comes back, keeps its counts and its health; one that leaves is draining.</summary>
    /// <exception cref="OptionException">An option cannot be kept; the old ones stay in force.</exception>
    public void Apply(UpstreamOptions options)
    {
        var origins = options.Validated().Origins();
        lock (_gate)
        {
            var before = _view.All;
            var all = Array.ConvertAll(origins, Known);
            foreach (var destination in all)
            {
                _draining.Remove(destination);
                destination.Join(options);
            }

            foreach (var destination in before.Except(all))
            {
                destination.Leave();
                _draining.Add(destination);
            }

            ForgetDrained();
            Volatile.Write(ref _view, new UpstreamView(options, all));
        }

        Applied?.Invoke();
    }

    /// <summary>How things stand.</summary>
    public UpstreamStatus ToStatus()
    {
        lock (_gate)
        {
            ForgetDrained();
            return new UpstreamStatus
            {
                Name = _view.Options.Name,
                Destinations = [.. _view.All.Concat(_draining).Select(static destination => destination.ToStatus())],
                IsPanicking = _view.IsPanicking,
                Retries = _retries.Taken,
                RetriesRefused = _retries.Refused,
            };
        }
    }

    /// <summary>A check of the proxy's own has ended.</summary>
    public void Note(Destination destination, CheckResult result)
    {
        DestinationHealth health;
        lock (_gate)
        {
            // Race: a check began, the options were replaced by some without checks, the check ends.
            if (_view.Options.HealthCheck is not { } options || !destination.Note(options, result, _time.GetUtcNow()))
            {
                return;
            }

            Replace();
            health = destination.Health;
        }

        HealthChanged?.Invoke(destination, health);
    }

    /// <summary>An exchange has ended in a way that may change health.</summary>
    internal void Note(Destination destination, int epoch, DestinationOutcome outcome)
    {
        DestinationHealth health;
        lock (_gate)
        {
            if (!destination.Note(_view.Options.PassiveHealth, epoch, outcome, Now(), _time.GetUtcNow()))
            {
                return;
            }

            Replace();
            health = destination.Health;
        }

        HealthChanged?.Invoke(destination, health);
    }

    private void Replace() => Volatile.Write(ref _view, new UpstreamView(_view.Options, _view.All));

    private Destination Known(Origin origin) =>
        Array.Find(_view.All, destination => destination.Origin.Equals(origin)) ?? _draining.Find(destination => destination.Origin.Equals(origin)) ?? new Destination(this, origin);

    private void ForgetDrained()
    {
        foreach (var destination in _draining.FindAll(static destination => destination.Pending == 0))
        {
            _departedRequests += destination.Requests;
            _draining.Remove(destination);
        }
    }

    private long RequestsBegun()
    {
        lock (_gate)
        {
            var begun = _departedRequests;
            foreach (var destination in _view.All)
            {
                begun += destination.Requests;
            }

            foreach (var destination in _draining)
            {
                begun += destination.Requests;
            }

            return begun;
        }
    }

    private long Now() => (long)_time.GetElapsedTime(_began).TotalMilliseconds;
}
