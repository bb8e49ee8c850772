using System.Text;
using Microsoft.Win32.SafeHandles;
using Picard.Gen;

namespace Picard.Server.Tests;

/// <summary>Answers with one file of the test's own, and knows which of those that it opened are still open.</summary>
internal sealed class FileHandler : IHandler, IDisposable
{
    private readonly List<SafeFileHandle> _opened = [];

    public FileHandler(byte[] content)
    {
        File.WriteAllBytes(Path, content);

        // Long ago, so that its entity tag is a strong one.
        File.SetLastWriteTimeUtc(Path, Modified.UtcDateTime);
    }

    public static DateTimeOffset Modified { get; } = new(2020, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.bin");

    /// <summary>Whether files go through memory.</summary>
    public FileWay Way { get; init; }

    /// <summary>What the test makes of each answer.</summary>
    public Action<FileResponse> Changed { get; init; } = static _ => { };

    /// <summary>How long the files are said to be; null: as long as they are.</summary>
    public long? Length { get; set; }

    /// <summary>What <c>/waiting</c> waits for.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int OpenedCount
    {
        get
        {
            lock (_opened)
            {
                return _opened.Count;
            }
        }
    }

    /// <summary>Files that were opened and not closed.</summary>
    public int OpenCount
    {
        get
        {
            lock (_opened)
            {
                return _opened.Count(static file => !file.IsClosed);
            }
        }
    }

    public ExchangeStep Handle(Exchange exchange)
    {
        exchange.EndpointName = "Files.Get";
        exchange.SendsThroughMemory = Way == FileWay.Memory;
        switch (Encoding.ASCII.GetString(exchange.Head.Target.Raw))
        {
            case "/file":
                return exchange.Respond(Open());
            case "/waiting":
                return exchange.Await(Answer.Of(OpenLaterAsync()), static (exchange, answer) => exchange.Respond(answer.Take()));
            case "/none":
                return exchange.Respond((FileResponse?)null);
            case "/twice":
                exchange.Respond(Open());
                return exchange.Respond(Open());
            case "/same":
                var same = Open();
                exchange.Respond(same);
                return exchange.Respond(same);
            case "/throw":
                exchange.Respond(Open());
                throw new InvalidOperationException("thrown after the head");
            default:
                return exchange.Respond("other");
        }
    }

    public string? RouteOf(Exchange exchange) => null;

    /// <summary>An answer that is counted.</summary>
    public FileResponse Open()
    {
        var file = Length is { } length ? new FileResponse(File.OpenHandle(Path), length) : FileResponse.Open(Path, "text/x-test");
        lock (_opened)
        {
            _opened.Add(file.File);
        }

        Changed(file);
        return file;
    }

    public void Dispose() => File.Delete(Path);

    private async ValueTask<FileResponse?> OpenLaterAsync()
    {
        await Gate.Task;
        return Open();
    }
}
