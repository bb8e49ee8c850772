using System.Text;

namespace Picard.Http.Tests.Corpus;

/// <summary>How an input ended.</summary>
public enum Ending
{
    /// <summary>After a whole message, or before any.</summary>
    Clean,

    /// <summary>Within a message.</summary>
    Truncated,

    /// <summary>With a broken rule.</summary>
    Refused,

    /// <summary>After a message that closes the connection, or begins a tunnel.</summary>
    Closed,
}

/// <summary>Everything that was made of an input, as text that can be compared.</summary>
public sealed class Outcome
{
    public List<string> Messages { get; } = [];

    public Ending Ending { get; set; }

    public ProtocolViolation Violation { get; set; }

    /// <summary>Octets after the last message that was taken.</summary>
    public long LeftoverBytes { get; set; }

    /// <summary>Content of a message that did not end.</summary>
    public string PartialContent { get; set; } = "";

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendJoin("\n", Messages);
        text.Append($"\n{Ending} leftover={LeftoverBytes} partial={PartialContent}");
        if (Ending is Ending.Refused or Ending.Truncated)
        {
            text.Append($" {Violation.Reason} {Violation.Status.Code} @{Violation.Offset} {Violation.FieldName}");
        }

        return text.ToString();
    }

    public static string Lines(FieldSection fields)
    {
        var text = new StringBuilder();
        foreach (var line in fields)
        {
            text.Append($"[{line.ToString()}]");
        }

        return text.ToString();
    }

    public static string Line(string name, string value) => $"[{name}: {value}]";
}
