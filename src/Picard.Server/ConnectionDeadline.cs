namespace Picard.Server;

/// <summary>When what a connection is in the middle of has lasted too long.</summary>
/// <remarks>It is set where a part begins and holds over several reads, so a trickle of octets does not prolong it.</remarks>
internal struct ConnectionDeadline(ConnectionTimer timer, ServerOptions options)
{
    // ± 5 %: clients that connected together must not be closed together.
    private readonly TimeSpan _keepAlive = options.KeepAliveTimeout * (0.95 + (0.1 * Random.Shared.NextDouble()));

    private bool _isHeadBegun;
    private RateCredit _credit;

    /// <summary>The moment, on the timer's clock.</summary>
    public long At { get; private set; } = ConnectionTimer.Never;

    /// <summary>Whether it has passed.</summary>
    public readonly bool HasPassed => At <= timer.NowMilliseconds;

    /// <summary>A head is due from now on, or the rest of one.</summary>
    public void BeginHead()
    {
        if (!_isHeadBegun)
        {
            _isHeadBegun = true;
            At = timer.After(options.HeadTimeout);
        }
    }

    /// <summary>The next head may come, or not.</summary>
    public void BeginIdle()
    {
        _isHeadBegun = false;
        At = timer.After(_keepAlive);
    }

    /// <summary>Content is due, at a minimum rate.</summary>
    public void BeginContent()
    {
        _credit = new RateCredit(options.MinimumRequestRate);
        At = _credit.Deadline(timer);
    }

    /// <summary>What a tunnel brings is never due: its silence says nothing.</summary>
    public void BeginTunnel() => At = ConnectionTimer.Never;

    /// <summary>More content is due, after a time in which none was asked for.</summary>
    public void ResumeContent() => At = _credit.Deadline(timer);

    /// <summary>Content has come, or not.</summary>
    /// <param name="waitedMilliseconds">How long we have waited for it.</param>
    /// <param name="bytes">How much has come.</param>
    public void AccountContent(long waitedMilliseconds, long bytes)
    {
        _credit.Account(waitedMilliseconds, bytes);
        At = _credit.Deadline(timer);
    }

    /// <summary>The rest of content that nobody has asked for is due.</summary>
    public void BeginUnread() => At = timer.After(options.UnreadContentTimeout);

    /// <summary>The peer's FIN is due.</summary>
    public void BeginLinger() => At = timer.After(options.LingerTimeout);
}
