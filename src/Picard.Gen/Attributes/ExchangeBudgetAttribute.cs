namespace Picard.Gen;

/// <summary>
/// Says of a method of a handler what the framework may hold for one exchange at the most. Emitted for each route of an assembly, and printed by
/// <c>dotnet build -p:PicardReport=true</c>.
/// </summary>
/// <remarks>
/// Counted are the buffers of the framework, with <c>HttpLimits</c> and <c>ServerOptions</c> as they are by default: request head and trailers, what is read ahead, content that is
/// collected, what waits for the client. Not counted is what the method makes or asks for itself: its values, its result (text and JSON are written in full before they are sent), and
/// memory that it has an <c>IBufferWriter</c> grant by a large size hint. Nor is what middleware holds (the run of content that it sees, 32 KiB at most, and what its own page says, such as
/// the window of a compression), and the buffers of .NET's <c>WebSocket</c>.
/// </remarks>
/// <param name="handler">The method, with its class, as people say it.</param>
/// <param name="route">The request methods and the pattern.</param>
/// <param name="bytes">The most that is held, in octets; <see cref="Unlimited"/> where the handler asks for no limit by name.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ExchangeBudgetAttribute(string handler, string route, long bytes) : Attribute
{
    /// <summary>The value of <see cref="Bytes"/> for a handler that has asked for no limit.</summary>
    public const long Unlimited = long.MaxValue;

    /// <summary>The method, with its class, as people say it.</summary>
    public string Handler => handler;

    /// <summary>The request methods and the pattern.</summary>
    public string Route => route;

    /// <summary>The most that is held for one exchange, in octets.</summary>
    public long Bytes => bytes;

    /// <summary>A limit that the user's code names where syntax does not tell its value, as written: what it allows comes on top of <see cref="Bytes"/>. Null: there is none.</summary>
    public string? Besides { get; set; }

    /// <summary>Whether the method, or some event of the handler, runs on the thread pool.</summary>
    public bool IsOffloaded { get; set; }
}
