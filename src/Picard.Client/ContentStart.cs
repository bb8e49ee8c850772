namespace Picard;

/// <summary>When the content of a request is sent.</summary>
public enum ContentStart
{
    /// <summary>With its head.</summary>
    AtOnce,

    /// <summary>When the server says 100, or has not answered for <see cref="ClientOptions.ContinueTimeout"/>: the request says <c>Expect: 100-continue</c> (RFC 9110 §10.1.1).</summary>
    OnContinue,
}
