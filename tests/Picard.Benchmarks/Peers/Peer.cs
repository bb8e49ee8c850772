namespace Picard.Benchmarks;

/// <summary>A server that can be started on a port of the loopback address: ours, or one it is compared with.</summary>
/// <param name="Name">The name used on the command line and in reports.</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="Command">The program and its arguments, for a port and an empty folder that is deleted when the peer has ended.</param>
internal sealed record Peer(string Name, string Description, Func<int, string, IReadOnlyList<string>> Command)
{
    /// <summary>The program it needs, where the machine may not have it.</summary>
    public string Program { get; init; } = "dotnet";

    /// <summary>Whether its code is compiled and improved while it runs, so that it must run for a while before it is measured.</summary>
    public bool IsManaged { get; init; }

    /// <summary>Whether <c>/stats</c> tells the bytes allocated so far.</summary>
    public bool TellsAllocation { get; init; }

    /// <summary>Whether it can run here.</summary>
    public bool IsInstalled => Programs.Find(Program) is not null;
}
