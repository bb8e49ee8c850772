namespace Picard.Gen;

/// <summary>What other threads want of a machine. Several may be due at once.</summary>
[Flags]
internal enum WakeReasons
{
    None = 0,
    Signal = 1,
    Timer = 2,
}
