using System.Text;

namespace Picard;

/// <summary>Serves the files of a folder: with ranges, entity tags and conditional requests, and from the kernel's cache to the socket where nothing else looks at them.</summary>
/// <remarks>
/// GET and HEAD alone are answered, and only where there is a file; every other request goes on to what comes after it. A folder asked for without its slash is redirected to it, so that
/// what its index file names is found. Looking for a file asks the disk, on the thread of the connection: a folder that is not in the kernel's cache may take milliseconds.
/// </remarks>
[Middleware]
public sealed partial class StaticFiles(StaticFilesOptions options)
{
    private readonly FilePath _paths = new(options);
    private readonly string? _fallback = FallbackOf(options);

    [OnRequest]
    private Next Begin(in RequestHead request)
    {
        if ((request.Method != Method.Get && request.Method != Method.Head) || request.Target.Form is not (TargetForm.Origin or TargetForm.Absolute)
            || _paths.Map(request.Target.Path) is not { } path)
        {
            return Next.Continue;
        }

        return TryAnswer(request, path) ? Next.Handled : Next.Continue;
    }

    private static string? FallbackOf(StaticFilesOptions options) =>
        options.FallbackFile is { } name ? new FilePath(options).Of(name, "StaticFilesOptions.FallbackFile") : null;

    private bool TryAnswer(in RequestHead request, string path)
    {
        if (!Path.EndsInDirectorySeparator(path))
        {
            if (TrySend(path))
            {
                return true;
            }

            if (Directory.Exists(path) && HasIndex(path))
            {
                Redirect(request.Target);
                return true;
            }
        }
        else if (TrySendIndex(path))
        {
            return true;
        }

        return _fallback is not null && IsPage(request) && TrySend(_fallback);
    }

    private bool TrySendIndex(string folder)
    {
        foreach (var name in options.IndexFiles)
        {
            if (TrySend(Path.Combine(folder, name)))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasIndex(string folder)
    {
        foreach (var name in options.IndexFiles)
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                return true;
            }
        }

        return false;
    }

    private bool TrySend(string path)
    {
        FileResponse? file;
        try
        {
            if (!FileResponse.TryOpen(path, out file))
            {
                return false;
            }
        }
        catch (UnauthorizedAccessException)
        {
            // It is there, and not for us: as with one that is not there, nobody is told more.
            return false;
        }

        file.CacheControl = options.CacheControl;
        Downstream.Respond(file);
        return true;
    }

    /// <summary>A relative reference (RFC 9110 §10.2.2): neither a host nor a scheme of the request is repeated, so no request can send its client elsewhere.</summary>
    private void Redirect(RequestTarget target)
    {
        var last = target.Path[(target.Path.LastIndexOf((byte)'/') + 1)..];
        var location = new StringBuilder("./").Append(Encoding.ASCII.GetString(last)).Append('/');
        if (target.HasQuery)
        {
            location.Append('?').Append(Encoding.ASCII.GetString(target.Query));
        }

        Downstream.Fields.Set(KnownField.Location, location.ToString());
        Downstream.Respond(StatusCode.MovedPermanently);
    }

    /// <summary>Whether somebody waits for a page, and not a program for a file.</summary>
    private static bool IsPage(in RequestHead request)
    {
        var path = request.Target.Path;
        return !path[(path.LastIndexOf((byte)'/') + 1)..].Contains((byte)'.')
            && request.Fields.TryGet(KnownField.Accept, out var accept) && accept.IndexOf("text/html"u8) >= 0;
    }
}
