using System.Runtime.InteropServices;

namespace Picard.Server;

/// <summary>Turns SIGTERM, SIGQUIT and Ctrl+C into two cancellations: the first signal asks for a graceful stop, the second for an immediate one.</summary>
internal sealed class GracefulStop : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _signalCount;

    public GracefulStop()
    {
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal),
        ];
    }

    /// <summary>Cancelled by the first signal: answer what is under way, then end.</summary>
    public CancellationToken Requested => _stop.Token;

    /// <summary>Cancelled by the second signal: end now.</summary>
    public CancellationToken Insisted => _abort.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        // The sources are left to the collector: a signal that is being delivered now may still cancel them.
    }

    internal void Signal()
    {
        if (Interlocked.Increment(ref _signalCount) == 1)
        {
            _stop.Cancel();
        }
        else
        {
            _abort.Cancel();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Without this the runtime would end the process when the handlers return.
        context.Cancel = true;
        Signal();
    }
}
