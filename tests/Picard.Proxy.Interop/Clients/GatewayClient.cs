namespace Picard.Proxy.Interop;

/// <summary>A client that others wrote, and what it is made to do. The targets are those of the servers of <c>Picard.Client.Interop</c>.</summary>
internal abstract class GatewayClient
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The programme that it needs and this machine does not have; null if it can be run.</summary>
    public virtual string? Missing => null;

    /// <summary>The package of Debian that has the programme.</summary>
    public virtual string Package => "";

    /// <summary>Whether it needs the target of WebSockets.</summary>
    public virtual bool NeedsSocket => false;

    /// <summary>Its checks by their names: what it does with a gateway, whose base is given. They throw if it does not go as it should.</summary>
    public abstract IReadOnlyDictionary<string, Func<string, Task>> Checks { get; }
}
