namespace Picard;

/// <summary>The form of a line of an access log.</summary>
public enum AccessLogFormat
{
    /// <summary>The Common Log Format with two quoted values more, Referer and User-Agent: what most tools read by themselves.</summary>
    Combined,

    /// <summary>The Common Log Format: <c>192.0.2.1 - - [10/Oct/2000:13:55:36 +0000] "GET / HTTP/1.1" 200 2326</c>.</summary>
    Common,
}
