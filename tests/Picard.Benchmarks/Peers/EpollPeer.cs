namespace Picard.Benchmarks;

/// <summary>Compiles <c>epoll.c</c>, the least a server can do per request, with the machine's C compiler.</summary>
internal static class EpollPeer
{
    public static IReadOnlyList<string> Command(int port, string folder)
    {
        var program = Path.Combine(folder, "epoll");
        _ = Tool.Run("cc", "-O2", "-Wall", "-o", program, Path.Combine(PeerCatalogue.RepositoryRoot, "tests/Picard.Benchmarks/Peers/epoll.c"));
        return [program, $"{port}"];
    }
}
