using System.Buffers;

namespace Picard.Http.Tests;

/// <summary>After the first messages, a message costs no allocation: head, content and response head.</summary>
public sealed class AllocationTests
{
    private const int Messages = 2_000;

    private static readonly byte[] s_plain = "GET /users/42?q=%20x HTTP/1.1\r\nHost: [::1]:8080\r\nAccept: */*\r\nX-Mine: 1\r\nConnection: keep-alive\r\n\r\n"u8.ToArray();
    private static readonly byte[] s_length = "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"u8.ToArray();
    private static readonly byte[] s_chunked = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"u8.ToArray();

    [Fact]
    public void Message_AllocatesNothing()
    {
        var parser = new HeadParser(HttpLimits.Default);
        var decoder = new ContentDecoder(HttpLimits.Default);
        var request = new ParsedRequest();
        var output = new ArrayBufferWriter<byte>(4096);
        var date = new DateField(new FixedTime());
        byte[][] inputs = [s_plain, s_length, s_chunked];
        long allocated = 0;
        // The first round warms up: storage grows, code is compiled.
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var count = 0; count < Messages; count++)
            {
                Exchange(new ReadOnlySequence<byte>(inputs[count % inputs.Length]), parser, decoder, request, output, date);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void ReleasedStorage_IsTakenAgainForTheNextMessage()
    {
        var parser = new HeadParser(HttpLimits.Default);
        var request = new ParsedRequest();
        Assert.Equal(ParseStatus.Complete, parser.ParseRequest(new ReadOnlySequence<byte>(s_plain), request, out _));
        request.ReleaseStorage();
        Assert.Equal((0, 0), (request.Fields.Count, request.HeadBytes));
        Assert.Equal(ParseStatus.Complete, parser.ParseRequest(new ReadOnlySequence<byte>(s_length), request, out _));
        Assert.Equal("100-continue", request.Fields.GetText(KnownField.Expect));
    }

    private static void Exchange(ReadOnlySequence<byte> input, HeadParser parser, ContentDecoder decoder, ParsedRequest request, ArrayBufferWriter<byte> output, DateField date)
    {
        if (parser.ParseRequest(input, request, out var consumed) != ParseStatus.Complete)
        {
            Assert.Fail("not parsed");
        }

        decoder.Start(request);
        var rest = input.Slice(consumed);
        while (decoder.Decode(rest, out _, out consumed) == ParseStatus.NeedMore)
        {
            rest = rest.Slice(consumed);
        }

        output.ResetWrittenCount();
        var head = new HeadWriter(output);
        head.WriteStatusLine(StatusCode.Ok);
        head.WriteOctets(date.Line());
        head.WriteField(KnownField.ContentType, "text/plain"u8);
        head.WriteContentLength(13);
        head.Complete();
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);
    }
}
