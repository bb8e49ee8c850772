namespace Picard.Transport.Tests;

/// <summary>Who acts beside the reader in an <see cref="OperationModel"/>.</summary>
[Flags]
public enum Acts
{
    None = 0,

    /// <summary>Bytes come, and a signal.</summary>
    Send = 1,

    /// <summary>The sticky request to cancel.</summary>
    Cancel = 2,

    /// <summary>The token of the first read is cancelled.</summary>
    CancelToken = 4,

    /// <summary>The connection is closed.</summary>
    Close = 8,

    /// <summary>Bytes come once more, from another thread.</summary>
    SendAgain = 16,

    /// <summary>A signal without bytes.</summary>
    Nudge = 32,

    All = Send | Cancel | CancelToken | Close | SendAgain | Nudge,
}
