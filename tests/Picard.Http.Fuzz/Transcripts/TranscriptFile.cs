using System.Globalization;
using System.Reflection;

namespace Picard.Http.Fuzz;

/// <summary>Reads transcript files. Their format is described in the README.md beside them.</summary>
public static class TranscriptFile
{
    /// <summary>The transcripts of a file.</summary>
    /// <exception cref="FormatException">The file breaks the format; the text says where.</exception>
    public static List<Transcript> Read(string path)
    {
        var transcripts = new List<Transcript>();
        var file = Path.GetFileName(path);
        string? fact = null;
        string? octetsHead = null;
        string? octets = null;
        var lines = File.ReadAllLines(path);
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith("## ", StringComparison.Ordinal))
            {
                if (fact is not null)
                {
                    throw new FormatException($"{file}({at + 1}): '{fact}' has no events.");
                }

                fact = lines[at][3..];
            }
            else if (lines[at].StartsWith("```http", StringComparison.Ordinal))
            {
                octetsHead = lines[at][7..].Trim();
                octets = Block(lines, ref at);
            }
            else if (lines[at].StartsWith("```", StringComparison.Ordinal))
            {
                if (lines[at] is not "```events" || fact is null || octetsHead is null || octets is null)
                {
                    throw new FormatException($"{file}({at + 1}): an events block follows an http block under a heading.");
                }

                transcripts.Add(Make(file, fact, octetsHead, octets, Block(lines, ref at)));
                (fact, octets) = (null, null);
            }
        }

        return fact is null ? transcripts : throw new FormatException($"{file}: '{fact}' has no events.");
    }

    /// <summary>The text between the line at <paramref name="at"/> and the end of its block, where <paramref name="at"/> is left.</summary>
    private static string Block(string[] lines, ref int at)
    {
        var start = ++at;
        while (lines[at] != "```")
        {
            at++;
        }

        return string.Join('\n', lines[start..at]);
    }

    private static Transcript Make(string file, string fact, string head, string octets, string events)
    {
        var parts = head.Split(',', StringSplitOptions.TrimEntries);
        var methods = new List<Method>();
        var kind = parts[0] switch
        {
            "request" => TranscriptKind.Request,
            "written" => TranscriptKind.Writing,
            _ when parts[0].StartsWith("response to ", StringComparison.Ordinal) => TranscriptKind.Response,
            _ => throw new FormatException($"{file}: '{fact}': who sends '{head}'?"),
        };
        var limits = new HttpLimits();
        var ending = PeerEnd.StaysOpen;
        var fewSplits = false;
        foreach (var part in kind == TranscriptKind.Response ? [parts[0][12..], .. parts[1..]] : parts[1..])
        {
            if (part == "then close")
            {
                ending = PeerEnd.Closes;
            }
            else if (part == "few splits")
            {
                fewSplits = true;
            }
            else if (part.StartsWith("Max", StringComparison.Ordinal))
            {
                SetLimit(limits, part);
            }
            else
            {
                methods.Add(MethodOf(part));
            }
        }

        return new Transcript
        {
            File = file,
            Fact = fact,
            Kind = kind,
            RequestMethods = methods,
            Octets = WireText.Unescape(octets.Replace("\n", "", StringComparison.Ordinal)),
            Ending = ending,
            FewSplits = fewSplits,
            Limits = limits,
            Events = events,
        };
    }

    // Limits are init-only for users; a transcript names them by the property's name.
    private static void SetLimit(HttpLimits limits, string part)
    {
        var space = part.IndexOf(' ', StringComparison.Ordinal);
        var property = typeof(HttpLimits).GetProperty(part[..space], BindingFlags.Public | BindingFlags.Instance)
            ?? throw new FormatException($"There is no limit '{part}'.");
        property.SetValue(limits, int.Parse(part[(space + 1)..], CultureInfo.InvariantCulture));
    }

    private static Method MethodOf(string token) =>
        Method.TryParse(System.Text.Encoding.ASCII.GetBytes(token), out var method) ? method : throw new FormatException($"'{token}' is not a method.");
}
