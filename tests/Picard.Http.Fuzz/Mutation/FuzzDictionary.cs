using System.Text;

namespace Picard.Http.Fuzz;

/// <summary>What has made parsers of HTTP disagree or fail before.</summary>
internal static class FuzzDictionary
{
    /// <summary>Single octets that mean something, or must mean nothing.</summary>
    public static byte[] Octets { get; } = "\r\n\0 \t:;,=\"\\/?#*@[]%()<>0159afAFxX-+._~\u000B\u000C\u007F"u8.ToArray().Concat((byte[])[0x80, 0xA0, 0xFF, 1]).ToArray();

    /// <summary>Ways to end a line, one of which is right.</summary>
    public static byte[][] LineEnds { get; } = All("\r\n", "\n", "\r", "\r\r\n", "\n\r", "\r\n\r\n", "\r\n ", "\r\n\t", " \r\n", "\0\r\n", "\u000B\r\n", "");

    /// <summary>Numbers around the edges of integers, and what is no number.</summary>
    public static byte[][] Numbers { get; } = All("0", "00", "1", "5", "-1", "+5", "0x5", "5,5", "5, 5", "1e3", " 5", "5 ", "", "10", "ff", "FFFFFFFF", "100000005",
        "7FFFFFFF", "80000000", "2147483647", "2147483648", "4294967295", "4294967301", "7FFFFFFFFFFFFFFF", "8000000000000000", "FFFFFFFFFFFFFFFF", "10000000000000005",
        "9223372036854775807", "9223372036854775808", "18446744073709551621", "99999999999999999999999999", "000000000000000000000000000000005", "5;a=b", "5 ;a", "5;a=\"\\\"\"");

    /// <summary>Lines that frame, route or end.</summary>
    public static byte[][] Lines { get; } = All("Host: a\r\n", "Host:\r\n", "Host: a,b\r\n", "Content-Length: 5\r\n", "Content-Length: 0\r\n", "content-length: 6\r\n", "Content-Length : 5\r\n",
        "Transfer-Encoding: chunked\r\n", "transfer-encoding: Chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding:\r\n chunked\r\n",
        "Transfer-Encoding: , chunked ,\r\n", "Transfer_Encoding: chunked\r\n", "Connection: close\r\n", "Connection: keep-alive, , x\r\n", "Connection:\r\n", "Expect: 100-continue\r\n", "Expect: x\r\n", "Upgrade: h2c\r\n",
        "X: \r\n", ": x\r\n", "X\r\n", " folded\r\n", "\r\n", "0\r\n\r\n", "0\r\nX: y\r\n\r\n", "5\r\nhello\r\n", "5;a=\"b\r\n", "0;x\r\nContent-Length: 1\r\n\r\n");

    /// <summary>Pieces of start-lines.</summary>
    public static byte[][] Pieces { get; } = All("GET ", "POST ", "HEAD ", "CONNECT ", "OPTIONS ", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", " HTTP/1.1", " HTTP/1.0", " HTTP/2.0", " HTTP/1.10", " http/1.1", "*", "http://", "http://a:1/", "https://u@a/", "a:443",
        "[::1]:1", "%", "%zz", "%2F", "//", "/../", "?", "#", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 204 \r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 101 x\r\n\r\n", "chunked", "close", "keep-alive");

    private static byte[][] All(params string[] texts) => [.. texts.Select(Encoding.Latin1.GetBytes)];
}
