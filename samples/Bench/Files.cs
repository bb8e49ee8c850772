using Picard;

/// <summary>Files, as many octets long as is asked for, all zero.</summary>
[Handler]
public partial class Files
{
    private static readonly string s_folder = Directory.CreateTempSubdirectory("bench-").FullName;

    static Files() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Directory.Delete(s_folder, recursive: true);

    [Get("/files/{n:range(0,1073741824)}"), ContentType("application/octet-stream")]
    FileResponse Get(long n)
    {
        var path = Path.Combine(s_folder, n.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return FileResponse.TryOpen(path, out var file) ? file : FileResponse.Open(Create(path, n));
    }

    // Race: two requests may both make the file. It is complete before it has its name.
    private static string Create(string path, long n)
    {
        var fresh = $"{path}-{Guid.NewGuid():N}";
        using (var file = new FileStream(fresh, FileMode.CreateNew))
        {
            file.SetLength(n);
        }

        File.Move(fresh, path, overwrite: true);
        return path;
    }
}
