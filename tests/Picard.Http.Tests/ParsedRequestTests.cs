using System.Buffers;
using System.Text;

namespace Picard.Http.Tests;

/// <summary>What can be read of a request that was refused: whoever answers it wants to know whether it was a HEAD.</summary>
public sealed class ParsedRequestTests
{
    [Theory]
    [InlineData("HEAD / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", "HEAD")]
    [InlineData("HEAD /{ HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD")]
    [InlineData("HEAD / HTTP/1.1\r\n\r\n", "HEAD")]
    [InlineData("PURGE /{ HTTP/1.1\r\nHost: a\r\n\r\n", "")]
    [InlineData("PURGE / HTTP/1.1\r\n:\r\n\r\n", "")]
    [InlineData("@ / HTTP/1.1\r\nHost: a\r\n\r\n", "")]
    public void Method_OfARefusedRequest_IsKnownIfItIsRegistered(string octets, string method)
    {
        var request = new ParsedRequest();
        var status = new HeadParser(new HttpLimits()).ParseRequest(new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(octets)), request, out _);
        Assert.Equal(ParseStatus.Violation, status);
        Assert.Equal(method, request.Method.Token);
    }
}
