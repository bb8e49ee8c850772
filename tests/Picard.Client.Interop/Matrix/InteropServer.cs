namespace Picard.Client.Interop;

/// <summary>A server that answers the targets of <see cref="InteropChecks"/>: ours, or one that others wrote.</summary>
internal abstract class InteropServer : IAsyncDisposable
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The programme that it needs and this machine does not have; null if it can be started.</summary>
    public virtual string? Missing => null;

    /// <summary>The package of Debian that has the programme.</summary>
    public virtual string Package => "";

    /// <summary>The checks that it can be asked to do; null: all.</summary>
    public virtual IReadOnlySet<string>? Only => null;

    /// <summary>Checks that it has no target for, or whose connections it decides about by itself.</summary>
    public virtual IReadOnlySet<string> Without { get; } = new HashSet<string>();

    /// <summary>Whether it closes a connection with content unread, so that its network may throw its answer away (RFC 9112 §9.6).</summary>
    public virtual bool LosesEarlyResponses => false;

    /// <summary>Whether it has a WebSocket at <c>/socket</c>, which says what it hears.</summary>
    public virtual bool HasSocket => false;

    /// <summary>Its base, such as <c>http://127.0.0.1:8080</c>, once it is started.</summary>
    public string Base { get; protected set; } = "";

    /// <summary>What the client needs in order to trust it; null for http.</summary>
    public virtual ClientTls? Tls => null;

    public abstract Task StartAsync();

    public abstract ValueTask DisposeAsync();
}
