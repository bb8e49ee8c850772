using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>What path in a folder a request asks for. No part of a request becomes part of a file's path but through here.</summary>
internal sealed class FilePath
{
    private const string WellKnown = ".well-known";

    // Limit: as deep as a route can be, and far deeper than folders are.
    private const int MaxSegments = 32;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _folder;
    private readonly byte[] _prefix;
    private readonly DotFiles _dotFiles;

    public FilePath(StaticFilesOptions options)
    {
        OptionCheck.NotNull(options.Folder, "StaticFilesOptions.Folder");
        OptionCheck.NotNull(options.Path, "StaticFilesOptions.Path");
        OptionCheck.Defined(options.DotFiles, "StaticFilesOptions.DotFiles");
        if (!options.Path.StartsWith('/') || options.Path.Contains("//", StringComparison.Ordinal) || !Ascii.IsValid(options.Path) || options.Path.AsSpan().ContainsAny("%?#\\ "))
        {
            throw OptionCheck.Wrong("StaticFilesOptions.Path", $"'{options.Path}': it must be literal segments that begin with a slash, such as '/assets'");
        }

        _folder = Path.GetFullPath(options.Folder, AppContext.BaseDirectory);
        if (!Directory.Exists(_folder))
        {
            throw OptionCheck.Wrong("StaticFilesOptions.Folder", $"'{_folder}', and there is no such folder");
        }

        _prefix = Encoding.ASCII.GetBytes(options.Path.TrimEnd('/'));
        _dotFiles = options.DotFiles;
    }

    /// <summary>The path of a file that the options name.</summary>
    public string Of(string name, string option) => name.Length > 0 && name == Path.GetFileName(name) && name is not ("." or "..")
        ? Path.Combine(_folder, name)
        : throw OptionCheck.Wrong(option, $"'{name}': it must be the name of a file, without a folder");

    /// <summary>Maps the path of a target into the folder.</summary>
    /// <param name="path">The path as received.</param>
    /// <returns>Where it lies, with a slash at its end if the request has one; null: it cannot be a file of the folder.</returns>
    public string? Map(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith(_prefix) || (path.Length > _prefix.Length && path[_prefix.Length] != '/'))
        {
            return null;
        }

        // RFC 3986 §6.2.3: the root without its slash is the root; a prefix without its slash is not the prefix with it, by which links are resolved.
        if (path.Length == _prefix.Length && !path.IsEmpty)
        {
            return Path.TrimEndingDirectorySeparator(_folder);
        }

        var mapped = new StringBuilder(_folder);
        var rest = path.IsEmpty ? default : path[(_prefix.Length + 1)..];
        for (var count = 0; !rest.IsEmpty; count++)
        {
            var slash = rest.IndexOf((byte)'/');
            if (count == MaxSegments || NameOf(slash < 0 ? rest : rest[..slash], isFirst: count == 0) is not { } name)
            {
                return null;
            }

            mapped.Append(Path.DirectorySeparatorChar).Append(name);
            if (slash < 0)
            {
                return mapped.ToString();
            }

            rest = rest[(slash + 1)..];
        }

        return mapped.Append(Path.DirectorySeparatorChar).ToString();
    }

    /// <returns>Null: no file may have such a name, or may be asked for by it.</returns>
    private string? NameOf(ReadOnlySpan<byte> segment, bool isFirst)
    {
        if (segment.IsEmpty || Decode(segment) is not { } name)
        {
            return null;
        }

        // A dot alone or two would leave the folder. On Windows a backslash parts folders, a colon names a stream or a drive, and what ends in a dot or a space is another name of the same file.
        var isWrong = name is "." or ".." || name.AsSpan().ContainsAny('/', '\\', '\0') || (OperatingSystem.IsWindows() && (name.Contains(':', StringComparison.Ordinal) || name[^1] is '.' or ' '));
        return isWrong || (name[0] == '.' && _dotFiles == DotFiles.Hidden && !(isFirst && name == WellKnown)) ? null : name;
    }

    /// <summary>Decodes percent-encodings, once.</summary>
    private static string? Decode(ReadOnlySpan<byte> segment)
    {
        Span<byte> octets = segment.Length <= 256 ? stackalloc byte[256] : new byte[segment.Length];
        if (!PercentEncoding.TryDecode(segment, (byte)'+', octets, out var length))
        {
            return null;
        }

        try
        {
            return s_strict.GetString(octets[..length]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
