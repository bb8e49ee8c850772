namespace Picard.Transport.Tests;

/// <summary>What this process holds of the system, as <c>/proc</c> tells it.</summary>
internal static class ProcessState
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    /// <summary>Sockets, epoll instances and event counters. Other descriptors come and go as assemblies are loaded.</summary>
    public static int OpenDescriptors => Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Count(IsOfTheTransport) : 0;

    /// <summary>Threads of event loops.</summary>
    public static int LoopThreads => Directory.GetDirectories("/proc/self/task").Count(IsLoop);

    /// <summary>Waits for a state that the kernel, or another thread, comes to by itself, and soon.</summary>
    public static async Task BecomesAsync(Func<bool> isReached)
    {
        using var limit = new CancellationTokenSource(s_hang);
        while (!isReached())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static bool IsOfTheTransport(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name is { } name && (name.StartsWith("socket:", StringComparison.Ordinal) || name.StartsWith("anon_inode:", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            // It was closed meanwhile.
            return false;
        }
    }

    private static bool IsLoop(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("picard-loop", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The thread has ended meanwhile.
            return false;
        }
    }
}
