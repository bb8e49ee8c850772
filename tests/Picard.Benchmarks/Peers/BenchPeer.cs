using System.Diagnostics;

namespace Picard.Benchmarks;

/// <summary>Builds <c>samples/Bench</c> once a run, so that what is measured is the source as it is, and starts it.</summary>
internal static class BenchPeer
{
    private static readonly Lazy<string> s_assembly = new(Build);

    public static IReadOnlyList<string> Command(int port) => ["dotnet", s_assembly.Value, "--urls", FormattableString.Invariant($"http://127.0.0.1:{port}")];

    private static string Build()
    {
        Report.Progress("building samples/Bench");
        var project = Path.Combine(PeerCatalogue.RepositoryRoot, "samples/Bench");
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-c", "Release", "-nologo", "-v", "q", project]) { RedirectStandardOutput = true })!;
        var text = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        return build.ExitCode == 0
            ? Path.Combine(project, "bin/Release/net10.0/Bench.dll")
            : throw new UsageException($"samples/Bench does not build:\n{text}");
    }
}
