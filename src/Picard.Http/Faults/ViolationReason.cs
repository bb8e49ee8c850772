namespace Picard.Http;

/// <summary>The rule that a peer broke, named by the element of the grammar.</summary>
public enum ViolationReason : byte
{
    /// <summary>No rule was broken.</summary>
    None,

    /// <summary>A line ends with a bare LF or holds a bare CR (RFC 9112 §2.2).</summary>
    LineEnd,

    /// <summary>The request line is not <c>method SP request-target SP HTTP-version</c> (RFC 9112 §3).</summary>
    RequestLine,

    /// <summary>The request line is longer than the limit.</summary>
    RequestLineLength,

    /// <summary>The method is not a token (RFC 9112 §3.1).</summary>
    Method,

    /// <summary>The request target has an octet or a triplet that no URI has (RFC 9112 §3.2).</summary>
    RequestTarget,

    /// <summary>The form of the request target does not go with the method (RFC 9112 §3.2).</summary>
    TargetForm,

    /// <summary>The authority in the request target is not <c>host [":" port]</c>, is empty or carries userinfo (RFC 9110 §4.2).</summary>
    Authority,

    /// <summary>The version is not <c>HTTP/DIGIT.DIGIT</c> (RFC 9112 §2.3).</summary>
    HttpVersion,

    /// <summary>The version is well-formed but neither HTTP/1.0 nor HTTP/1.1.</summary>
    HttpVersionSupport,

    /// <summary>The status line is not <c>HTTP-version SP status-code SP [reason-phrase]</c> (RFC 9112 §4).</summary>
    StatusLine,

    /// <summary>The status line is longer than the limit.</summary>
    StatusLineLength,

    /// <summary>The status code is not three digits from 100 to 599 (RFC 9110 §15).</summary>
    StatusCode,

    /// <summary>The reason phrase holds a control (RFC 9112 §4).</summary>
    ReasonPhrase,

    /// <summary>A field line has no colon (RFC 9112 §5).</summary>
    FieldLine,

    /// <summary>A field name is empty, is not a token, or has whitespace before the colon (RFC 9112 §5.1).</summary>
    FieldName,

    /// <summary>A field value holds a control (RFC 9110 §5.5).</summary>
    FieldValue,

    /// <summary>A field line begins with whitespace: obsolete line folding (RFC 9112 §5.2), or whitespace before the first field (§2.2).</summary>
    ObsFold,

    /// <summary>The field section has more octets than the limit.</summary>
    FieldSectionLength,

    /// <summary>The field section has more lines than the limit.</summary>
    FieldLineCount,

    /// <summary>An HTTP/1.1 request without Host (RFC 9112 §3.2).</summary>
    HostMissing,

    /// <summary>More than one Host (RFC 9112 §3.2).</summary>
    HostRepeated,

    /// <summary>Host is not <c>uri-host [":" port]</c> (RFC 9110 §7.2).</summary>
    Host,

    /// <summary>Content-Length is not digits (RFC 9110 §8.6).</summary>
    ContentLength,

    /// <summary>More than one Content-Length, in lines or in a list.</summary>
    ContentLengthRepeated,

    /// <summary>Content-Length is beyond what can be counted.</summary>
    ContentLengthRange,

    /// <summary>Content-Length together with Transfer-Encoding (RFC 9112 §6.3).</summary>
    ContentLengthWithTransferEncoding,

    /// <summary>Transfer-Encoding is malformed, or chunked is not its last and only coding (RFC 9112 §6.1).</summary>
    TransferEncoding,

    /// <summary>Transfer-Encoding names a coding other than chunked.</summary>
    TransferCoding,

    /// <summary>Transfer-Encoding in an HTTP/1.0 message (RFC 9112 §6.1).</summary>
    TransferEncodingVersion,

    /// <summary>Connection is not a list of tokens (RFC 9110 §7.6.1).</summary>
    Connection,

    /// <summary>An expectation other than 100-continue (RFC 9110 §10.1.1).</summary>
    Expectation,

    /// <summary>A CONNECT request announces content (RFC 9110 §9.3.6).</summary>
    ConnectContent,

    /// <summary>A chunk size is not hexadecimal digits followed by an extension or CRLF (RFC 9112 §7.1).</summary>
    ChunkSize,

    /// <summary>A chunk size has too many digits or is beyond what can be counted.</summary>
    ChunkSizeRange,

    /// <summary>A chunk extension is malformed (RFC 9112 §7.1.1).</summary>
    ChunkExtension,

    /// <summary>The chunk extensions of the message have more octets than the limit.</summary>
    ChunkExtensionLength,

    /// <summary>The chunk data is not followed by CRLF (RFC 9112 §7.1).</summary>
    ChunkEnd,

    /// <summary>A trailer field that frames, routes or describes the message (RFC 9110 §6.5.1).</summary>
    TrailerField,

    /// <summary>The peer closed within a head.</summary>
    TruncatedHead,

    /// <summary>The peer closed before the end of the content (RFC 9112 §8).</summary>
    TruncatedContent,

    /// <summary>A delimiter line of multipart content is not the boundary, whitespace and CRLF, or the content does not end after the last (RFC 2046 §5.1.1).</summary>
    MultipartDelimiter,

    /// <summary>Multipart content has more octets before its first part than the limit.</summary>
    MultipartPreambleLength,

    /// <summary>Multipart content has more octets after its last part than the limit.</summary>
    MultipartEpilogueLength,

    /// <summary>Multipart content has more parts than the limit.</summary>
    MultipartPartCount,

    /// <summary>The head of a part has more octets or lines than the limit.</summary>
    MultipartHeadLength,

    /// <summary>Multipart content ended before its last delimiter (RFC 2046 §5.1.1).</summary>
    TruncatedMultipart,
}
