using System.Text;

namespace Picard.Http;

/// <summary>Status lines of HTTP/1.1 as octets, each made once.</summary>
internal static class StatusLines
{
    /// <summary><c>HTTP/1.1 200 </c>.</summary>
    public const int BytesBeforeReason = 13;

    private static readonly byte[]?[] s_lines = new byte[1000][];

    /// <summary>The line with its CRLF. RFC 9112 §4: the space before an empty reason phrase is sent too.</summary>
    public static ReadOnlySpan<byte> Of(StatusCode status)
    {
        if (status.Code == 0)
        {
            throw new ArgumentException("RFC 9112 §4: a status line needs a status code.", nameof(status));
        }

        // Race: two threads make the same line; either may stay.
        return s_lines[status.Code] ??= Encoding.ASCII.GetBytes($"HTTP/1.1 {status.Code} {status.ReasonPhrase}\r\n");
    }
}
