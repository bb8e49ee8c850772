namespace Picard.Gen;

/// <summary>The right to write to the output of an exchange, until it is disposed.</summary>
/// <remarks>
/// An event that runs on the driver's thread has it anyway. Once an event is pending, its method goes on somewhere else, while the driver still sends what
/// was written before: those two take turns. A turn lasts for one write or one attempt to send, and never for a wait.
/// </remarks>
internal readonly ref struct OutputTurn
{
    private readonly Lock? _gate;

    public OutputTurn(Lock? gate)
    {
        gate?.Enter();
        _gate = gate;
    }

    public void Dispose() => _gate?.Exit();
}
