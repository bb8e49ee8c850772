using System.Buffers;
using System.Text;

namespace Picard.Http.Tests;

/// <summary>RFC 9110 §5.5 and RFC 9112 §4: what would break a message apart is never written.</summary>
public sealed class HeadWriterTests
{
    [Fact]
    public void Head_IsWrittenInTheOrderOfTheCalls()
    {
        var output = new ArrayBufferWriter<byte>();
        var head = new HeadWriter(output);
        head.WriteStatusLine(StatusCode.NotFound);
        head.WriteField("X-Mine", "grün");
        head.WriteField(KnownField.ETag, "\"a\"");
        head.WriteContentLength(long.MaxValue);
        head.Complete();
        Assert.Equal("HTTP/1.1 404 Not Found\r\nX-Mine: grün\r\nETag: \"a\"\r\nContent-Length: 9223372036854775807\r\n\r\n", Encoding.Latin1.GetString(output.WrittenSpan));
    }

    [Fact]
    public void UnregisteredStatus_KeepsTheSpace()
    {
        var output = new ArrayBufferWriter<byte>();
        var head = new HeadWriter(output);
        head.WriteStatusLine(new StatusCode(299));
        head.Flush();
        Assert.Equal("HTTP/1.1 299 \r\n", Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("a\r\nSet-Cookie: b")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("a\u007Fb")]
    [InlineData("snow\u2603")]
    public void FieldValue_ThatBreaksTheLine_IsRefused(string value)
    {
        Assert.Throws<ArgumentException>(() => Write((ref HeadWriter head) => head.WriteField("X", value)));
        Assert.Throws<ArgumentException>(() => Write((ref HeadWriter head) => head.WriteField(KnownField.Location, value)));
        if (value[^1] <= '\u00FF')
        {
            Assert.Throws<ArgumentException>(() => Write((ref HeadWriter head) => head.WriteField("X"u8, Encoding.Latin1.GetBytes(value))));
            Assert.Throws<ArgumentException>(() => Write((ref HeadWriter head) => head.WriteStatusLine(StatusCode.Ok, Encoding.Latin1.GetBytes(value))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:")]
    [InlineData("a\r\n")]
    [InlineData("ä")]
    public void FieldName_ThatIsNoToken_IsRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => Write((ref HeadWriter head) => head.WriteField(name, "v")));
        Assert.Throws<ArgumentException>(() => Write((ref HeadWriter head) => head.WriteField(Encoding.UTF8.GetBytes(name), "v"u8)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a b")]
    [InlineData("/\r\n")]
    public void RequestTarget_ThatBreaksTheLine_IsRefused(string target) =>
        Assert.Throws<ArgumentException>(() => Write((ref HeadWriter head) => head.WriteRequestLine(Method.Get, Encoding.UTF8.GetBytes(target))));

    [Fact]
    public void EmptyChunk_IsNotWritten()
    {
        var output = new ArrayBufferWriter<byte>();
        ChunkedEncoder.WriteChunk(output, default);
        ChunkedEncoder.WriteChunk(output, "0123456789abcdef"u8);
        ChunkedEncoder.WriteLastChunk(output);
        Assert.Equal("10\r\n0123456789abcdef\r\n0\r\n\r\n", Encoding.ASCII.GetString(output.WrittenSpan));
    }

    private delegate void Writing(ref HeadWriter head);

    private static void Write(Writing writing)
    {
        var head = new HeadWriter(new ArrayBufferWriter<byte>());
        writing(ref head);
    }
}
