namespace Picard;

/// <summary>The four forms of a request target (RFC 9112 §3.2).</summary>
public enum TargetForm : byte
{
    /// <summary>A path with an optional query: <c>/where?q=now</c>.</summary>
    Origin,

    /// <summary>A whole URI, as sent to a proxy: <c>http://www.example.org/pub</c>.</summary>
    Absolute,

    /// <summary>Host and port, with CONNECT only: <c>www.example.com:80</c>.</summary>
    Authority,

    /// <summary><c>*</c>, with OPTIONS only.</summary>
    Asterisk,
}
