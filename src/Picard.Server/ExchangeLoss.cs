namespace Picard.Server;

/// <summary>Why an exchange has no end that its handler gave it.</summary>
internal enum ExchangeLoss
{
    /// <summary>The client has left.</summary>
    ClientGone,

    /// <summary>The client took its response more slowly than it may.</summary>
    TooSlow,

    /// <summary>The server was stopped at once, or its graceful stop has lasted too long.</summary>
    ServerStopped,
}
