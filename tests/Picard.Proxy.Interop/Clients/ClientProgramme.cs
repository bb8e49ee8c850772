using System.Diagnostics;
using Picard.Client.Interop;

namespace Picard.Proxy.Interop;

/// <summary>A client that is a programme of the machine, run once for each check.</summary>
internal abstract class ClientProgramme(string programme) : GatewayClient
{
    public override string? Missing => ServerProgramme.Find(programme) is null ? programme : null;

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it has written to its standard output, as octets.</returns>
    /// <exception cref="InvalidDataException">Its exit code is not 0.</exception>
    protected async Task<byte[]> RunAsync(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(ServerProgramme.Find(programme)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{programme} does not start.");
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            using var output = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(output).WaitAsync(ProxyRun.Patience);
            await process.WaitForExitAsync();
            Require.That(process.ExitCode == 0, $"{programme} ends with {process.ExitCode}: {(await errors).Trim()}");
            return output.ToArray();
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
