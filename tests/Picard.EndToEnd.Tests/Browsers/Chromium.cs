using System.Diagnostics;

namespace Picard.EndToEnd.Tests.Browsers;

/// <summary>A headless Chromium, spoken to over its DevTools protocol, which is a WebSocket itself.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _profile;
    private readonly Task _output;
    private readonly string _authority;

    private Chromium(Process process, string profile, Task output, string authority)
    {
        _process = process;
        _profile = profile;
        _output = output;
        _authority = authority;
    }

    /// <summary>What the program may be called.</summary>
    public static IReadOnlyList<string> Names { get; } = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>The program; null: there is none here.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(static folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public static async Task<Chromium> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("picard-chromium-").FullName;
        var start = new ProcessStartInfo(Path!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[]
        {
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        })
        {
            start.ArgumentList.Add(argument);
        }

        // It says on the error stream where it listens, before anything can be asked of it.
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), ReadErrorsAsync(process.StandardError, listening));
        var devTools = new Uri(await listening.Task.WaitAsync(s_patience));
        return new Chromium(process, profile, output, devTools.Authority);
    }

    /// <summary>Opens a tab.</summary>
    public async Task<Tab> OpenAsync(string url)
    {
        using var client = new HttpClient();
        using var response = await client.PutAsync(new Uri($"http://{_authority}/json/new?{Uri.EscapeDataString(url)}"), content: null).WaitAsync(s_patience);
        response.EnsureSuccessStatusCode();
        using var target = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return await Tab.ConnectAsync(new Uri(target.RootElement.GetProperty("webSocketDebuggerUrl").GetString()!));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        await _output.WaitAsync(s_patience);
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private static async Task ReadErrorsAsync(StreamReader errors, TaskCompletionSource<string> listening)
    {
        const string Listening = "DevTools listening on ";
        var all = new List<string>();
        while (await errors.ReadLineAsync() is { } line)
        {
            all.Add(line);
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                listening.TrySetResult(line[Listening.Length..]);
            }
        }

        listening.TrySetException(new InvalidOperationException($"Chromium ended: {string.Join('\n', all)}"));
    }
}
