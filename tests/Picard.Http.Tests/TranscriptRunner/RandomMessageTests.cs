using System.Globalization;
using System.Text;
using Picard.Http.Fuzz;

namespace Picard.Http.Tests;

/// <summary>Valid messages made at random, in a way that says what must come out of them; split at random.</summary>
public class RandomMessageTests
{
    private const string TokenCharacters = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz";
    private const string PathCharacters = "abcXYZ019-._~!$&'()*+,;=:@/";

    [Fact]
    public void ValidRequests_AreReadAsMade_HoweverSplit()
    {
        var recorder = new RequestRecorder(new HttpLimits());
        var feeder = new Feeder();
        for (ulong index = 0; index < 2_000; index++)
        {
            var random = new FuzzRandom(20, index);
            var (octets, events) = (new List<byte>(), new StringBuilder());
            for (var messages = 1 + random.Next(3); messages > 0; messages--)
            {
                Add(octets, events, ref random);
            }

            events.Append("idle\n");
            var input = octets.ToArray();
            feeder.Split(recorder, input, PeerEnd.StaysOpen, (Layout)random.Next(4), 1 + random.Next(input.Length - 1));
            Assert.Equal(events.ToString(), recorder.Log.ToString());
            feeder.OctetByOctet(recorder, input, PeerEnd.StaysOpen, Layout.OneSegment);
            Assert.Equal(events.ToString(), recorder.Log.ToString());
        }
    }

    private static void Add(List<byte> octets, StringBuilder events, ref FuzzRandom random)
    {
        var path = "/" + Text(PathCharacters, random.Next(30), ref random);
        Append(octets, $"PUT {path} HTTP/1.1\r\nHost: example.com\r\n");
        events.Append(CultureInfo.InvariantCulture, $"request     PUT {path} HTTP/1.1\ntarget      origin-form\npath        {path}\nhost        example.com\nfield       Host: example.com\n");
        for (var fields = random.Next(6); fields > 0; fields--)
        {
            // Prefixed, so that none frames or routes by chance.
            var name = "x" + Text(TokenCharacters, random.Next(20), ref random);
            var value = "v" + Text(PathCharacters + " \"", random.Next(40), ref random) + "v";
            Append(octets, $"{name}:{Spaces(ref random)}{value}{Spaces(ref random)}\r\n");
            events.Append(CultureInfo.InvariantCulture, $"field       {name}: {value}\n");
        }

        var content = Text(TokenCharacters, random.Next(100), ref random);
        if (random.Next(2) == 0)
        {
            Append(octets, $"Content-Length: {content.Length}\r\n\r\n{content}");
            events.Append(CultureInfo.InvariantCulture, $"field       Content-Length: {content.Length}\nframing     length {content.Length}\n");
        }
        else
        {
            Append(octets, "Transfer-Encoding: chunked\r\n\r\n");
            Append(octets, Chunked(content, ref random));
            events.Append("field       Transfer-Encoding: chunked\nframing     chunked\n");
        }

        events.Append("connection  persists\n").Append(content.Length == 0 ? "" : $"content     {content}\n").Append("end\n");
    }

    private static string Chunked(string content, ref FuzzRandom random)
    {
        var chunks = new StringBuilder();
        while (content.Length > 0)
        {
            var length = 1 + random.Next(content.Length);
            chunks.Append(length.ToString(random.Next(2) == 0 ? "x" : "X", CultureInfo.InvariantCulture)).Append(random.Next(3) == 0 ? ";a=\"b\"" : "").Append("\r\n");
            chunks.Append(content.AsSpan(0, length)).Append("\r\n");
            content = content[length..];
        }

        return chunks.Append("0\r\n\r\n").ToString();
    }

    private static string Spaces(ref FuzzRandom random) => Text(" \t", random.Next(3), ref random);

    private static string Text(string characters, int length, ref FuzzRandom random)
    {
        var text = new char[length];
        for (var index = 0; index < length; index++)
        {
            text[index] = characters[random.Next(characters.Length)];
        }

        return new string(text);
    }

    private static void Append(List<byte> octets, string text) => octets.AddRange(Encoding.ASCII.GetBytes(text));
}
