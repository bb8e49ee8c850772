using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using Picard.Gen;

namespace Picard;

/// <summary>A file as the answer to one request. It is sent without a copy in this process where the system can do that, and never held in memory.</summary>
/// <remarks>
/// <para>To GET and HEAD it is a resource with conditions and ranges: 304 and 412 by <see cref="ETag"/> and <see cref="LastModified"/> (RFC 9110 §13), 206 and 416 by
/// Range and If-Range (RFC 9110 §14). Several ranges make a multipart/byteranges; more than 16, or ranges that overlap, are ignored, and the whole file is sent. To other methods it is 200 with the whole file.</para>
/// <para>Whoever answers with it hands it over: the framework closes the file when the exchange ends, however it ends. One that is never sent is closed by <see cref="Dispose"/>.</para>
/// <para>A file that becomes shorter while it is sent, or cannot be read, ends the connection with a reset: the client never takes a part for the whole.
/// One that is overwritten meanwhile may be sent half old and half new; replace files by renaming.</para>
/// </remarks>
public sealed class FileResponse : IDisposable
{
    // Limit: the coarsest clock of a file system in use, that of FAT. What changed within it may change again and have the same time.
    private static readonly TimeSpan s_clockResolution = TimeSpan.FromSeconds(2);

    private readonly SafeFileHandle _file;
    private int _isUsed;

    /// <summary>An open file, without an entity tag and a date.</summary>
    /// <param name="file">A regular file that is open for reading. It belongs to the response from now on.</param>
    /// <param name="length">How many octets of it are the answer, from its beginning.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public FileResponse(SafeFileHandle file, long length)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _file = file;
        Length = length;
    }

    /// <summary>How many octets the file has.</summary>
    public long Length { get; }

    /// <summary>The media type; null: that of <see cref="ContentTypeAttribute"/>, else what the name of a file that was opened by its path ends in (<c>.html</c>, <c>.png</c> and some fifty others),
    /// else <c>application/octet-stream</c>.</summary>
    /// <exception cref="ArgumentException">The value has a character that no field value may have.</exception>
    public string? ContentType
    {
        get;
        set
        {
            if (value is not null)
            {
                ResponseFields.CheckValue(value, nameof(value));
            }

            field = value;
        }
    }

    /// <summary>The entity tag, as the field ETag; null: none.</summary>
    /// <remarks>Of a file that was opened by its path it is made of the time of its last change, to 100 ns, and its length: a strong one, as nginx has it, since with a weak one no
    /// download could be resumed (RFC 9110 §14.2). A file that was changed less than two seconds before has a weak one: it may change again within what the file system can tell apart.</remarks>
    public EntityTag? ETag { get; set; }

    /// <summary>When the file was changed last, as the field Last-Modified, to the second; null: not said. Of a file that was opened by its path it is what the file system says, and never later than now.</summary>
    public DateTimeOffset? LastModified { get; set; }

    /// <summary>Who may keep the file and for how long, as the field Cache-Control; null: not said.</summary>
    public CacheControl? CacheControl { get; set; }

    /// <summary>The name under which a client saves the file instead of showing it, as the field Content-Disposition (RFC 6266) in UTF-8; null: not said.</summary>
    /// <exception cref="ArgumentException">The value is empty, or not a name: it holds <c>/</c>, <c>\</c> or a control character.</exception>
    public string? DownloadName
    {
        get;
        set
        {
            Disposition = value is null ? null : ContentDisposition.Attachment(value);
            field = value;
        }
    }

    /// <summary>The fields beside those of the properties and those the framework owns.</summary>
    public ResponseFields Fields { get; } = [];

    /// <summary>The media type by the name of the file; null: it says nothing.</summary>
    internal string? NamedType { get; private init; }

    /// <summary>The file, for the driver.</summary>
    internal SafeFileHandle File => _file;

    /// <summary>What of it is still to be sent; null: nothing, or not known yet.</summary>
    internal FileContent? Unsent { get; set; }

    private string? Disposition { get; set; }

    /// <summary>Opens a file.</summary>
    /// <remarks>It asks the disk, and waits for it: a directory that is not in the kernel's cache may take milliseconds.
    /// The path is taken as it is: one that comes from a request is first to be held against the names that may be asked for.</remarks>
    /// <param name="path">The path.</param>
    /// <param name="contentType">The media type; null: as <see cref="ContentType"/> says.</param>
    /// <exception cref="ArgumentException">The media type has a character that no field value may have.</exception>
    /// <returns>The file as an answer.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory of the path does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    /// <exception cref="IOException">It cannot be opened for another reason.</exception>
    public static FileResponse Open(string path, string? contentType = null) => Open(path, contentType, TimeProvider.System);

    /// <summary>Opens a file if there is one.</summary>
    /// <param name="path">The path.</param>
    /// <param name="response">The file as an answer.</param>
    /// <returns>False: there is no such file, or it is a directory.</returns>
    /// <inheritdoc cref="Open(string, string?)" path="/remarks"/>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="IOException">It cannot be opened for another reason.</exception>
    public static bool TryOpen(string path, [NotNullWhen(true)] out FileResponse? response)
    {
        response = null;

        // Asked first: what anybody can provoke by a wrong URL must not cost an exception.
        if (!System.IO.File.Exists(path))
        {
            return false;
        }

        try
        {
            response = Open(path);
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Race: it was deleted meanwhile.
            return false;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    internal static FileResponse Open(string path, string? contentType, TimeProvider time)
    {
        // A FIFO or a device has no length, and to open one may mean to wait for ever: nothing is read of it, as of an empty file.
        var isEmpty = !OperatingSystem.IsWindows() && new FileInfo(path) is { Exists: true, Length: 0 };

        // Others may write, rename or delete it meanwhile: a download locks nobody out.
        var file = System.IO.File.OpenHandle(isEmpty ? "/dev/null" : path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var modified = new DateTimeOffset(isEmpty ? System.IO.File.GetLastWriteTimeUtc(path) : System.IO.File.GetLastWriteTimeUtc(file), TimeSpan.Zero);
            var now = time.GetUtcNow();
            var response = new FileResponse(file, isEmpty ? 0 : RandomAccess.GetLength(file)) { ContentType = contentType, NamedType = FileNames.MediaTypeOf(path) };
            var opaque = $"{modified.Ticks:x}-{response.Length:x}";
            response.ETag = now - modified < s_clockResolution ? EntityTag.Weak(opaque) : EntityTag.Strong(opaque);

            // RFC 9110 §8.8.2.1: no date that is later than the message's own.
            response.LastModified = modified < now ? modified : now;
            return response;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>It is about to be sent.</summary>
    /// <exception cref="InvalidOperationException">It was sent already.</exception>
    internal void BeginUse()
    {
        if (Interlocked.Exchange(ref _isUsed, 1) != 0)
        {
            throw new InvalidOperationException("A FileResponse is the answer to one request: open the file again for the next.");
        }

        ObjectDisposedException.ThrowIf(_file.IsClosed, this);
    }

    /// <summary>All its fields, for a head of its own. Called once.</summary>
    internal ResponseFields Describe()
    {
        SetOptional("ETag", ETag?.ToString());
        SetOptional("Last-Modified", LastModified is { } date ? Http.HttpDate.Format(date) : null);
        SetOptional("Cache-Control", CacheControl?.ToString());
        SetOptional("Content-Disposition", Disposition);
        return Fields;
    }

    private void SetOptional(string name, string? value)
    {
        if (value is not null)
        {
            Fields.Set(name, value);
        }
    }
}
