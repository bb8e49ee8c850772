namespace Picard.Gen;

/// <summary>What <see cref="SlowConsumerAttribute"/> says of a method. Emitted code makes it when its handler is made, so that a mistake shows at start.</summary>
public sealed class SlowConsumerPolicy
{
    private SlowConsumerPolicy(Drop drop, int maxBytes) => (Drop, MaxBytes) = (drop, maxBytes);

    /// <summary>What goes when there is no room.</summary>
    public Drop Drop { get; }

    /// <summary>Limit: of the memory for items that wait, in octets.</summary>
    public int MaxBytes { get; }

    /// <summary>Makes a policy.</summary>
    /// <param name="drop">What goes when there is no room.</param>
    /// <param name="maxBytes">The limit of the memory for items that wait, in octets.</param>
    /// <param name="owner">The method that it is for, as people say it.</param>
    /// <exception cref="InvalidOperationException">The limit is missing or not positive, or there is no such policy.</exception>
    public static SlowConsumerPolicy Of(Drop drop, int maxBytes, string owner)
    {
        if (drop is < Drop.None or > Drop.Connection)
        {
            throw new InvalidOperationException($"[SlowConsumer] of {owner} names {(int)drop}, which is no value of Drop.");
        }

        if (drop != Drop.None && maxBytes <= 0)
        {
            throw new InvalidOperationException(
                $"[SlowConsumer(Drop.{drop})] of {owner} has MaxBytes = {maxBytes}: say how many octets of items may wait for one client, at least 1. Nothing is kept without a limit.");
        }

        return new SlowConsumerPolicy(drop, maxBytes);
    }
}
