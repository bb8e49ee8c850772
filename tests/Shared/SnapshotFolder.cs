using System.Text;

namespace Picard.Tests;

/// <summary>
/// The approved texts of one folder, in Verify's conventions: <c>Name.verified.ext</c> is approved and committed, <c>Name.received.ext</c> is
/// what a failing test produced, and it disappears once the test passes.
/// </summary>
/// <param name="path">The folder; it is created when something is written.</param>
/// <param name="approval">What happens to a text that differs.</param>
internal sealed class SnapshotFolder(string path, SnapshotApproval approval)
{
    // A snapshot is text for people: one byte order mark or line ending more or less is not a difference.
    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Compares texts with the snapshots of one test and reports every difference at once.</summary>
    /// <param name="test">The test's name, <c>Class.Method</c>; its snapshots are <c>test.*</c> and <c>test#*</c>.</param>
    /// <param name="texts">The received texts by file name without <c>.verified.ext</c>.</param>
    /// <exception cref="SnapshotMismatchException">A text differs, has no snapshot, or a snapshot has no text any more.</exception>
    public void Verify(string test, IReadOnlyCollection<SnapshotText> texts)
    {
        var faults = new List<string>();
        foreach (var text in texts)
        {
            if (Compare(text) is { } fault)
            {
                faults.Add(fault);
            }
        }

        faults.AddRange(RemoveLeftOver(test, texts));
        if (faults.Count > 0)
        {
            throw new SnapshotMismatchException(string.Join("\n\n", faults));
        }
    }

    private string? Compare(SnapshotText text)
    {
        var verifiedPath = PathOf(text, "verified");
        var receivedPath = PathOf(text, "received");
        var received = Normalize(text.Text);
        var verified = File.Exists(verifiedPath) ? Normalize(File.ReadAllText(verifiedPath)) : null;
        if (verified == received)
        {
            File.Delete(receivedPath);
            return null;
        }

        Directory.CreateDirectory(path);
        if (approval == SnapshotApproval.Accept)
        {
            File.WriteAllText(verifiedPath, received, s_encoding);
            File.Delete(receivedPath);
            return null;
        }

        File.WriteAllText(receivedPath, received, s_encoding);
        return verified is null
            ? $"There is no snapshot {verifiedPath}; the received text is in {receivedPath}. Rename it, or run the test with {Snapshot.AcceptVariable}=1."
            : $"{FirstDifference(verified, received)}\nApproved: {verifiedPath}\nReceived: {receivedPath}\nTo approve it, run the test with {Snapshot.AcceptVariable}=1.";
    }

    // A source that is no longer generated must not leave its approval behind: the folder is the whole truth about a test.
    private List<string> RemoveLeftOver(string test, IReadOnlyCollection<SnapshotText> texts)
    {
        var faults = new List<string>();
        if (!Directory.Exists(path))
        {
            return faults;
        }

        var expected = texts.Select(text => PathOf(text, "verified")).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(path, test + "*").Order(StringComparer.Ordinal))
        {
            var rest = Path.GetFileName(file)[test.Length..];
            var isOfTest = rest[0] is '.' or '#';
            if (isOfTest && rest.Contains(".received.", StringComparison.Ordinal) && !expected.Contains(Approved(file)))
            {
                File.Delete(file);
            }
            else if (isOfTest && rest.Contains(".verified.", StringComparison.Ordinal) && !expected.Contains(file))
            {
                if (approval == SnapshotApproval.Accept)
                {
                    File.Delete(file);
                }
                else
                {
                    faults.Add($"The test produced nothing for the snapshot {file}. Delete it, or run the test with {Snapshot.AcceptVariable}=1.");
                }
            }
        }

        return faults;
    }

    private string PathOf(SnapshotText text, string kind) => Path.Combine(path, $"{text.Name}.{kind}.{text.Extension}");

    private static string Approved(string receivedPath)
    {
        var at = receivedPath.LastIndexOf(".received.", StringComparison.Ordinal);
        return string.Concat(receivedPath.AsSpan(0, at), ".verified.", receivedPath.AsSpan(at + ".received.".Length));
    }

    private static string Normalize(string text)
    {
        var normalized = text.ReplaceLineEndings("\n");
        return normalized.EndsWith('\n') ? normalized : normalized + "\n";
    }

    private static string FirstDifference(string verified, string received)
    {
        var approvedLines = verified.Split('\n');
        var receivedLines = received.Split('\n');
        var line = 0;
        while (line < approvedLines.Length && line < receivedLines.Length && approvedLines[line] == receivedLines[line])
        {
            line++;
        }

        return $"The text differs from its snapshot at line {line + 1}:\n- {LineAt(approvedLines, line)}\n+ {LineAt(receivedLines, line)}";
    }

    private static string LineAt(string[] lines, int line) => line < lines.Length ? lines[line] : "(end of text)";
}
