namespace Picard;

/// <summary>
/// What becomes of items that a method produces faster than its client reads them, where the method returns an <c>IAsyncEnumerable&lt;T&gt;</c>. Without it the client sets
/// the pace: the next item is asked for when there is room for it.
/// </summary>
/// <remarks>
/// <para>With it items are asked for as they come, and those for which a slow client has no room wait in at most <see cref="MaxBytes"/> of memory. When they are full, the policy says
/// what goes. It is always a whole item: what arrives is valid JSON Lines, or whole Server-Sent Events.</para>
/// <para>On a class it holds for each of its methods that returns items and has none of its own. Event handlers have no such policy: they see <see cref="Flow"/>, and decide themselves.</para>
/// </remarks>
/// <param name="drop">What goes when there is no room.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class SlowConsumerAttribute(Drop drop) : Attribute
{
    /// <summary>What goes when there is no room.</summary>
    public Drop Drop => drop;

    /// <summary>Limit: of the memory for items that wait for one client, in octets as they are sent, and 4 for each. At least 1, and required unless <see cref="Drop.None"/> is dropped.
    /// An item that is larger by itself never fits, and is what goes.</summary>
    public int MaxBytes { get; set; }
}
