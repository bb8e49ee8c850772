namespace Picard;

/// <summary>A switch by which an application says whether it wants requests: turned off some seconds before a stop, or while it warms up. From any thread.</summary>
public sealed class Readiness
{
    private volatile bool _isReady = true;

    /// <summary>Whether requests are wanted; at first they are.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }
}
