namespace Picard.Benchmarks.Tests;

/// <summary>The runner's own view of an answer: enough of HTTP to know that a peer is up, and what it says of itself.</summary>
public sealed class PeerRequestTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", false)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nContent-Length: 0\r\n\r\n", false)]
    public void Answer_IsWholeWithItsLastOctet(string answer, bool whole) => Assert.Equal(whole, PeerRequest.IsWhole(answer));

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1a\r\n{\"allocatedBytes\":1234567}\r\n0\r\n\r\n", "{\"allocatedBytes\":1234567}")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nhello", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent", null)]
    public void Content_IsThatOfA200(string answer, string? content) => Assert.Equal(content, PeerRequest.ContentOf(answer));
}
