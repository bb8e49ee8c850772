using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Picard.Client;

namespace Picard.Proxy;

/// <summary>A server that requests of an upstream go to, and what is known of it. Counters are exact and changed from any thread; health is decided by the set under its gate, which an exchange that succeeds does not touch.</summary>
internal sealed class Destination
{
    private const int TokenBytes = 16;

    // Tokens without a configured secret: nobody else can make one, and none outlives the process.
    private static readonly byte[] s_processSecret = RandomNumberGenerator.GetBytes(32);

    private readonly UpstreamSet _owner;
    private readonly string _url;
    private readonly OutlierDetection _outlier = new();
    private byte[] _token = [];
    private string _affinityField = "";
    private long _begun;
    private long _ended;
    private long _failures;
    private volatile bool _isWatched;
    private volatile bool _isUsable = true;
    private CheckRecord _checks;
    private DestinationOutcome _lastFailure;
    private DateTimeOffset _lastFailureAt;

    public Destination(UpstreamSet owner, Origin origin)
    {
        _owner = owner;
        _url = origin.ToString();
        Origin = origin;
        Hash = RendezvousHash.Of(Encoding.ASCII.GetBytes(_url));
    }

    public Origin Origin { get; }

    /// <summary>Its part of every score (<see cref="RendezvousHash"/>).</summary>
    public ulong Hash { get; }

    /// <summary>Exchanges under way.</summary>
    public int Pending
    {
        get
        {
            // In this order, so that none has ended which had not begun.
            var ended = Volatile.Read(ref _ended);
            return (int)(Volatile.Read(ref _begun) - ended);
        }
    }

    /// <summary>Exchanges that began.</summary>
    public long Requests => Volatile.Read(ref _begun);

    /// <summary>Exchanges that were failures of the destination.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Whether requests go to it as long as most destinations are healthy. As of the last change.</summary>
    public bool IsUsable => _isUsable;

    /// <summary>Names the destination to a client, and tells it nothing; ASCII. Empty without affinity.</summary>
    public ReadOnlySpan<byte> AffinityToken => Volatile.Read(ref _token);

    /// <summary>The value of Set-Cookie, or of the field, that a response names the destination with. Empty without affinity.</summary>
    public string AffinityField => Volatile.Read(ref _affinityField);

    /// <summary>Whether it belongs to the set no longer. Changed under the gate.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>When it wants a request to be let through; <see cref="UpstreamSet.Never"/> if it is in, or its checks say that it would fail. Under the gate.</summary>
    public long ProbeDue => _outlier.IsIn || _checks.IsFailing ? UpstreamSet.Never : _outlier.ProbeDue;

    /// <summary>Under the gate.</summary>
    public DestinationHealth Health => this switch
    {
        { IsDraining: true } => DestinationHealth.Draining,
        { _checks.IsFailing: true } => DestinationHealth.FailingChecks,
        { _outlier.IsIn: true } => DestinationHealth.Healthy,
        { _outlier.IsProbing: true } => DestinationHealth.Probing,
        _ => DestinationHealth.Ejected,
    };

    /// <summary>An exchange begins. Any thread.</summary>
    public DestinationExchange Begin()
    {
        Interlocked.Increment(ref _begun);
        return new DestinationExchange(this, _outlier.Epoch);
    }

    /// <summary>Whether a token that a client has brought names this destination.</summary>
    public bool IsNamedBy(ReadOnlySpan<byte> token) => !token.IsEmpty && token.SequenceEqual(AffinityToken);

    internal void End(int epoch, DestinationOutcome outcome)
    {
        var ended = Interlocked.Increment(ref _ended);
        Debug.Assert(ended <= Requests, "An exchange ends once.");
        if (outcome.Kind == OutcomeKind.Failure)
        {
            Interlocked.Increment(ref _failures);
            _owner.Note(this, epoch, outcome);
        }
        else if (_isWatched)
        {
            _owner.Note(this, epoch, outcome);
        }
    }

    /// <summary>What an exchange came to. Under the gate.</summary>
    /// <returns>Whether it is to be used otherwise from now on.</returns>
    internal bool Note(PassiveHealthOptions? options, int epoch, DestinationOutcome outcome, long now, DateTimeOffset date)
    {
        if (outcome.Kind == OutcomeKind.Failure)
        {
            (_lastFailure, _lastFailureAt) = (outcome, date);
        }

        var isChanged = options is not null && outcome.Kind switch
        {
            OutcomeKind.Failure => _outlier.Fail(options, epoch, now, Volatile.Read(ref _ended), Failures),
            OutcomeKind.Success => _outlier.Succeed(epoch, now),
            OutcomeKind.Ignored => _outlier.Ignore(epoch, now),
            _ => throw new UnreachableException(),
        };
        Settle();
        return isChanged;
    }

    /// <summary>What a check came to. Under the gate.</summary>
    /// <returns>Whether it is to be used otherwise from now on.</returns>
    internal bool Note(HealthCheckOptions options, CheckResult result, DateTimeOffset date)
    {
        if (result == CheckResult.Failed)
        {
            (_lastFailure, _lastFailureAt) = (DestinationOutcome.FailedCheck, date);
        }

        var isChanged = _checks.Note(options, result);
        Settle();
        return isChanged;
    }

    /// <summary>Lets a request through, if that is due. Under the gate.</summary>
    internal bool TryProbe(long now)
    {
        var isProbe = ProbeDue <= now && _outlier.TryProbe(now);
        Settle();
        return isProbe;
    }

    /// <summary>It belongs to the set, with these options, and keeps what is known of it. Under the gate.</summary>
    internal void Join(UpstreamOptions options)
    {
        IsDraining = false;
        if (options.PassiveHealth is null)
        {
            _outlier.Reset();
        }

        if (options.HealthCheck is null)
        {
            _checks = default;
        }

        var token = options.Affinity is { } affinity ? TokenOf(affinity) : "";
        Volatile.Write(ref _affinityField, token.Length > 0 ? options.Affinity!.ToFieldValue(token) : "");
        Volatile.Write(ref _token, Encoding.ASCII.GetBytes(token));
        Settle();
    }

    /// <summary>It belongs to the set no longer. Under the gate.</summary>
    internal void Leave()
    {
        IsDraining = true;
        Settle();
    }

    /// <summary>What is known of it. Under the gate.</summary>
    internal DestinationStatus ToStatus() => new()
    {
        Url = _url,
        Health = Health,
        Pending = Pending,
        Requests = Requests,
        Failures = Failures,
        LastFailureAt = _lastFailure == default ? null : _lastFailureAt,
        LastFailureReason = _lastFailure == default ? null : _lastFailure.Reason,
    };

    private void Settle()
    {
        _isWatched = _outlier.IsWatching;
        _isUsable = _outlier.IsIn && !_checks.IsFailing && !IsDraining;
    }

    private string TokenOf(UpstreamAffinity affinity)
    {
        var secret = affinity.Secret.Length > 0 ? Encoding.UTF8.GetBytes(affinity.Secret) : s_processSecret;
        return Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(_url)).AsSpan(0, TokenBytes));
    }
}
