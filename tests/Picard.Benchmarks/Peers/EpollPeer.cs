using System.Diagnostics;

namespace Picard.Benchmarks;

/// <summary>Compiles <c>epoll.c</c>, the least a server can do per request, with the machine's C compiler.</summary>
internal static class EpollPeer
{
    private static string? s_program;

    public static IReadOnlyList<string>? Command(int port)
    {
        if (!PeerCatalogue.IsInstalled("cc"))
        {
            return null;
        }

        s_program ??= Compile();
        return [s_program, $"{port}"];
    }

    private static string Compile()
    {
        var source = Path.Combine(PeerCatalogue.RepositoryRoot, "tests/Picard.Benchmarks/Peers/epoll.c");
        var program = Path.Combine(Directory.CreateTempSubdirectory("picard-epoll-").FullName, "epoll");
        using var compiler = Process.Start("cc", ["-O2", "-Wall", "-o", program, source]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? program : throw new UsageException("epoll.c does not compile with this machine's cc.");
    }
}
