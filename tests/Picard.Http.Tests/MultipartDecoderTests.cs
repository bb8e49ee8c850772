using System.Text;
using Picard.Http.Tests.Corpus;

namespace Picard.Http.Tests;

/// <summary>RFC 2046 §5.1.1, whole, octet by octet and split at every offset: what is found never depends on how it arrives.</summary>
public sealed class MultipartDecoderTests
{
    private static readonly MultipartLimits s_small = new() { MaxParts = 2, MaxPartHeadBytes = 32, MaxPartFieldLines = 2, MaxPreambleBytes = 8, MaxEpilogueBytes = 8 };

    [Theory]
    [InlineData("\r\n\r\n--zomg\r\n\r\nHELLO\r\n--zomg--\r\n", "{}HELLO.")] // Seed MP-01, MP-04 to MP-09, MP-12 to MP-17: its splits are among those of Outcome
    [InlineData("\r\n--zomg\r\n\r\nHELLO\r\n--zomg\r\n\r\nTHERE\r\n--zomg--\r\n", "{}HELLO.{}THERE.")] // Seed MP-02, MP-03, MP-11
    [InlineData("--zomg\r\n\r\nHELLO\r\n--zomg--", "{}HELLO.")] // without a preamble, and without a line end at all: what every browser sends
    [InlineData("--zomg--\r\n", "")] // a form without fields
    [InlineData("--zomg\r\nReceived: blah fram    \r\nVia:zip\r\n\r\nHELLO\r\n--zomg--\r\n", "{Received=blah fram;Via=zip}HELLO.")] // Seed MP-10, MP-25
    public void Parts_AreFound(string input, string expected) => Assert.Equal(expected, Outcome(input));

    [Theory]
    [InlineData("\r")] // Seed MP-18
    [InlineData("\r\n")] // Seed MP-19, MP-22
    [InlineData("\r\n-")] // Seed MP-20
    [InlineData("\r\n--zo")] // Seed MP-21
    [InlineData("\r\n--")] // Seed MP-23
    [InlineData("\r\n--blah")] // Seed MP-24
    [InlineData("\r\r\n--zom\r\n--zo\r\n-")] // Seed MP-26 to MP-28: false beginnings one after the other, octet by octet too
    [InlineData("\r\n--zom\r")]
    [InlineData("--zomg")]
    [InlineData("\n--zomg\r\n")]
    public void BeginningOfADelimiter_ThatIsNone_IsContent(string content)
    {
        Assert.Equal($"{{}}HELLO{content}.", Outcome($"--zomg\r\n\r\nHELLO{content}\r\n--zomg--\r\n"));
        Assert.Equal($"{{}}x{content}x.{{}}.", Outcome($"--zomg\r\n\r\nx{content}x\r\n--zomg\r\n\r\n\r\n--zomg--\r\n"));
    }

    [Theory]
    [InlineData("!\r\n--zomg\r\n\r\nHELLO\r\n--zo\r\n--zomg--\r\n", "{}HELLO\r\n--zo.")] // Seed MP-29
    [InlineData("--zom\r\n--zomg\r\n\r\n--zomg--", "{}.")] // the preamble may look like a delimiter
    [InlineData("\r\n--zomg\r\n\r\nx\r\n--zomg--\r\nthe end", "{}x.")] // Seed MP-31: an epilogue is ignored
    [InlineData("--zomg--\t \r\n--zomg\r\n", "")] // and so is what looks like a part in it
    [InlineData("--zomg \t\r\n\r\nx\r\n--zomg  --\r\n", "{}x.!MultipartDelimiter@23")]
    [InlineData("--zomg \t\r\n\r\nx\r\n--zomg-- \t", "{}x.")]
    public void PreambleEpilogueAndPadding_AreIgnored(string input, string expected) => Assert.Equal(expected, Outcome(input, s_small));

    [Fact]
    public void Boundary_MayHaveAColon() => Assert.Equal("{}HELLO.", Outcome("--zo:mg\r\n\r\nHELLO\r\n--zo:mg--\r\n", boundary: "zo:mg")); // Seed MP-30

    [Theory]
    [InlineData("--zomg\r\n\r\n--zomg--", "{}.")]
    [InlineData("--zomg\r\nA: b\r\n\r\n--zomg\r\n\r\nx\r\n--zomg--", "{A=b}.{}x.")]
    [InlineData("--zomg\r\nA: b\r\n\r\n\r\n--zomg--", "{A=b}.")]
    public void Part_MayHaveNoContent(string input, string expected) => Assert.Equal(expected, Outcome(input));

    [Theory]
    [InlineData("--zomgx\r\n\r\nx\r\n--zomg--", "!MultipartDelimiter@6")]
    [InlineData("--zomg\n\r\nx\r\n--zomg--", "!MultipartDelimiter@6")]
    [InlineData("--zomg\r\r\n\r\nx\r\n--zomg--", "!MultipartDelimiter@7")]
    [InlineData("--zomg-x", "!MultipartDelimiter@7")]
    [InlineData("--zomg--x", "!MultipartDelimiter@8")]
    [InlineData("--zomg--\rx", "!MultipartDelimiter@9")]
    [InlineData("--zomg\r\n\r\nx\r\n--zomgery\r\n--zomg--", "{}x.!MultipartDelimiter@19")] // neither content nor a delimiter: readings differ
    public void DelimiterThatGoesOn_IsRefused(string input, string expected) => Assert.Equal(expected, Outcome(input));

    [Theory]
    [InlineData("--zomg\r\nno colon\r\n\r\n", "!FieldName@10")]
    [InlineData("--zomg\r\nReceived : x\r\n\r\n", "!FieldName@16")] // stricter than the parser of seed MP-10: a space before the colon is how heads are smuggled
    [InlineData("--zomg\r\n folded\r\n\r\n", "!ObsFold@8")]
    [InlineData("--zomg\r\nA: \x01\r\n\r\n", "!FieldValue@11")]
    [InlineData("--zomg\r\nA: b\n\r\n", "!LineEnd@12")]
    [InlineData("--zomg\r\nA: b\r\n--zomg--\r\n", "!FieldLine@22")] // RFC 2046 lets a head have no empty line; no client does it, and here it would be a delimiter inside a head
    public void HeadThatIsNoFieldSection_IsRefused(string input, string expected) => Assert.StartsWith(expected, Outcome(input), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("--zomg")]
    [InlineData("--zomg\r\n")]
    [InlineData("--zomg\r\nA: b\r\n")]
    [InlineData("--zomg\r\n\r\nHELLO")]
    [InlineData("--zomg\r\n\r\nHELLO\r\n--zomg")]
    [InlineData("--zomg\r\n\r\nHELLO\r\n--zomg-")]
    [InlineData("--zomg--\r")]
    public void ContentWithoutItsLastDelimiter_IsRefused(string input) => Assert.Contains("!TruncatedMultipart@", Outcome(input), StringComparison.Ordinal);

    [Theory]
    [InlineData("12345678\r\n--zomg--", "")]
    [InlineData("123456789\r\n--zomg--", "!MultipartPreambleLength")]
    [InlineData("--zomg--\r\n12345678", "")]
    [InlineData("--zomg--\r\n123456789", "!MultipartEpilogueLength")]
    [InlineData("--zomg\r\n\r\n\r\n--zomg\r\n\r\n\r\n--zomg\r\n\r\n\r\n--zomg--", "{}.{}.!MultipartPartCount")]
    [InlineData("--zomg\r\nA: 1\r\nB: 2\r\n\r\n\r\n--zomg--", "{A=1;B=2}.")]
    [InlineData("--zomg\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n\r\n--zomg--", "!MultipartHeadLength")]
    [InlineData("--zomg\r\nA: 345678901234567890123456789\r\n\r\n\r\n--zomg--", "{A=345678901234567890123456789}.")]
    [InlineData("--zomg\r\nA: 3456789012345678901234567890\r\n\r\n\r\n--zomg--", "!MultipartHeadLength")]
    public void Limits_AreKept(string input, string expected) => Assert.Equal(expected, Outcome(input, s_small).Split('@')[0]);

    [Fact]
    public void WhitespaceBehindADelimiter_IsLimited()
    {
        Assert.Equal("", Outcome($"--zomg--{new string(' ', 80)}"));
        Assert.Equal("!MultipartDelimiter@88", Outcome($"--zomg--{new string(' ', 81)}"));
        Assert.Equal("!MultipartDelimiter@86", Outcome($"--zomg{new string('\t', 81)}\r\n"));
    }

    [Fact]
    public void Content_InOnePieceOfInput_IsASliceOfIt()
    {
        var input = "--zomg\r\n\r\nHELLO\r\n--zomg--"u8.ToArray().AsMemory();
        var decoder = new MultipartDecoder("zomg"u8, MultipartLimits.Default);
        Assert.Equal(MultipartStatus.PartHead, decoder.Decode(input, out _, out var head));
        Assert.Equal(MultipartStatus.Content, decoder.Decode(input[head..], out var content, out var consumed));
        Assert.True(content.Span.Overlaps(input.Span, out var offset));
        Assert.Equal(-10, offset);
        Assert.Equal(5, consumed);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("a", true)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789", true)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234567890", false)]
    [InlineData("a b", true)]
    [InlineData("a ", false)]
    [InlineData("'()+_,-./:=?", true)]
    [InlineData("a;b", false)]
    [InlineData("a\"b", false)]
    [InlineData("a\r\nb", false)]
    public void Boundary_Has1To70CharactersAndNoSpaceAtItsEnd(string boundary, bool expected) => Assert.Equal(expected, MultipartDecoder.IsBoundary(Encoding.ASCII.GetBytes(boundary)));

    [Fact]
    public void DecoderOfNoBoundary_CannotBeMade() => Assert.Throws<ArgumentException>(static () => new MultipartDecoder("a "u8, MultipartLimits.Default));

    [Fact]
    public void RandomContent_IsDeliveredWhole_HoweverItArrives()
    {
        var random = new Random(20461996);
        const string Alphabet = "\r\n-zomgx";
        for (var round = 0; round < 2000; round++)
        {
            var content = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            if (("\r\n" + content + "\r\n").Contains("\r\n--zomg", StringComparison.Ordinal))
            {
                continue;
            }

            var pieces = new List<byte[]>();
            var rest = Encoding.ASCII.GetBytes($"--zomg\r\n\r\n{content}\r\n--zomg--\r\n").AsSpan();
            while (!rest.IsEmpty)
            {
                var length = random.Next(1, Math.Min(rest.Length, 12) + 1);
                pieces.Add(rest[..length].ToArray());
                rest = rest[length..];
            }

            Assert.Equal($"{{}}{content}.", Decode(pieces, "zomg", MultipartLimits.Default));
        }
    }

    /// <summary>What is found: heads in braces, content as it is, a full stop for the end of each part; a violation with its octet.</summary>
    private static string Outcome(string input, MultipartLimits? limits = null, string boundary = "zomg")
    {
        var octets = Encoding.ASCII.GetBytes(input);
        var whole = Decode([octets], boundary, limits ?? MultipartLimits.Default);
        foreach (var (name, arrival, pieces) in Splits.Of(octets))
        {
            if (arrival == Arrival.OneSegment)
            {
                Assert.Equal((name, whole), (name, Decode(pieces, boundary, limits ?? MultipartLimits.Default)));
            }
        }

        return whole;
    }

    private static string Decode(IEnumerable<byte[]> pieces, string boundary, MultipartLimits limits)
    {
        var decoder = new MultipartDecoder(Encoding.ASCII.GetBytes(boundary), limits);
        var found = new StringBuilder();
        foreach (var piece in pieces)
        {
            var input = piece.AsMemory();
            MultipartStatus status;
            while ((status = decoder.Decode(input, out var content, out var consumed)) != MultipartStatus.NeedMore)
            {
                if (status == MultipartStatus.Violation)
                {
                    return found + Described(decoder.Violation);
                }

                Assert.Equal(status == MultipartStatus.Content, !content.IsEmpty);
                found.Append(status switch
                {
                    MultipartStatus.PartHead => Described(decoder.Fields),
                    MultipartStatus.PartEnd => ".",
                    _ => Encoding.ASCII.GetString(content.Span),
                });
                input = input[consumed..];
            }
        }

        return decoder.End() == MultipartStatus.Complete ? found.ToString() : found + Described(decoder.Violation);
    }

    private static string Described(ProtocolViolation violation) => $"!{violation.Reason}@{violation.Offset}";

    private static string Described(FieldSection fields)
    {
        var lines = new List<string>();
        foreach (var field in fields)
        {
            lines.Add($"{Encoding.ASCII.GetString(field.Name)}={Encoding.ASCII.GetString(field.Value)}");
        }

        return $"{{{string.Join(";", lines)}}}";
    }
}
