namespace Picard.Client;

/// <summary>A client whose requests are emitted code. The generator adds it to what is marked <see cref="ClientAttribute"/>; nobody implements it by hand.</summary>
/// <typeparam name="TSelf">The interface or class itself.</typeparam>
public interface IClient<TSelf>
    where TSelf : IClient<TSelf>
{
    /// <summary>Makes one that sends through a client.</summary>
    /// <param name="client">What sends its requests.</param>
    /// <param name="baseUri">What every target begins with; null for what <see cref="ClientAttribute"/> says.</param>
    /// <exception cref="ArgumentException">The URI is no base of requests.</exception>
    static abstract TSelf Create(PicardClient client, string? baseUri);

    /// <summary>What sends its requests where nothing else is said: a client of its own, or that of its pool.</summary>
    /// <param name="options">Options for a client of its own; null for the defaults, or the pool.</param>
    static virtual PicardClient CreateClient(ClientOptions? options) => new(options);
}
