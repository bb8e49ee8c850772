using System.Text;

namespace Picard.Gen.Generators.Tests;

/// <summary>A response taken apart, for assertions.</summary>
internal sealed class ReceivedResponse
{
    public ReceivedResponse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end >= 0, $"No end of head in: {text}");
        var lines = text[..end].Split("\r\n");
        StatusLine = lines[0];
        Status = int.Parse(StatusLine.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Fields = lines[1..].ToLookup(static l => l[..l.IndexOf(':')], static l => l[(l.IndexOf(':') + 1)..].Trim(), StringComparer.OrdinalIgnoreCase);
        Content = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text[(end + 4)..]));
    }

    public string StatusLine { get; }

    public int Status { get; }

    public ILookup<string, string> Fields { get; }

    public string Content { get; }

    public string? this[string name] => Fields[name].FirstOrDefault();
}
