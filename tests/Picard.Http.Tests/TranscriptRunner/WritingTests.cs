using System.Buffers;
using System.Globalization;
using System.Text;
using Picard.Http.Fuzz;

namespace Picard.Http.Tests;

/// <summary>Runs the writing transcripts: the calls on the left must write the octets on the right, or refuse.</summary>
public class WritingTests
{
    public static TheoryData<string> Facts => [.. TranscriptCatalogue.All.Values.Where(transcript => transcript.Kind == TranscriptKind.Writing).Select(transcript => transcript.Fact)];

    [Theory]
    [MemberData(nameof(Facts))]
    public void Transcript_WritesItsOctets(string fact)
    {
        var transcript = TranscriptCatalogue.All[("writing.md", fact)];
        var calls = transcript.Events.Split('\n');
        var output = new ArrayBufferWriter<byte>();
        if (calls[^1] == "throws")
        {
            Assert.ThrowsAny<ArgumentException>(() => Write(output, calls.AsSpan(0, calls.Length - 1)));
            Assert.Equal("", WireText.Escape(output.WrittenSpan));
            return;
        }

        Write(output, calls);
        Assert.Equal(WireText.Escape(transcript.Octets), WireText.Escape(output.WrittenSpan));
    }

    [Theory]
    [InlineData("1994-11-06T08:49:37Z", "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n")]
    [InlineData("2026-01-01T00:00:00Z", "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n")]
    public void Date_IsAnImfFixdate(string now, string line)
    {
        // RFC 9110 §5.6.7: a sender MUST use this form, with this whitespace only.
        var date = new DateField(new StoppedClock(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));

        Assert.Equal(line, Encoding.ASCII.GetString(date.Line()));
    }

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<string> calls)
    {
        HeadWriter writer = default;
        var isHead = false;
        foreach (var call in calls)
        {
            var space = call.IndexOf(' ', StringComparison.Ordinal);
            var verb = space < 0 || call == "last chunk" ? call : call[..space];
            var text = space < 0 ? "" : call[(space + 1)..];
            switch (verb)
            {
                case "chunk": ChunkedEncoder.WriteChunk(output, WireText.Unescape(text)); continue;
                case "last chunk": ChunkedEncoder.WriteLastChunk(output); continue;
            }

            writer = isHead ? writer : new HeadWriter(output);
            isHead = verb != "complete";
            WriteHeadPart(ref writer, verb, text);
        }
    }

    private static void WriteHeadPart(ref HeadWriter writer, string verb, string text)
    {
        switch (verb)
        {
            case "status" when text.Contains(" reason", StringComparison.Ordinal):
                writer.WriteStatusLine(new StatusCode(int.Parse(text[..3], CultureInfo.InvariantCulture)), WireText.Unescape(text.AsSpan(Math.Min(text.Length, 11))));
                break;
            case "status": writer.WriteStatusLine(new StatusCode(int.Parse(text, CultureInfo.InvariantCulture))); break;
            case "request":
                var space = text.IndexOf(' ', StringComparison.Ordinal);
                Assert.True(Method.TryParse(Encoding.ASCII.GetBytes(text[..space]), out var method));
                writer.WriteRequestLine(method, WireText.Unescape(text.AsSpan(space + 1)));
                break;
            case "field":
                var colon = text.IndexOf(':', StringComparison.Ordinal);
                writer.WriteField(WireText.Unescape(text.AsSpan(0, colon)), WireText.Unescape(text.AsSpan(colon + 1).TrimStart()));
                break;
            case "length": writer.WriteContentLength(long.Parse(text, CultureInfo.InvariantCulture)); break;
            case "trailers": writer.WriteOctets(ChunkedEncoder.LastChunkBeforeTrailers); break;
            case "complete": writer.Complete(); break;
            default: throw new FormatException($"There is no call '{verb}'.");
        }
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
