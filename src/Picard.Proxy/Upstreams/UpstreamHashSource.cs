namespace Picard.Proxy;

/// <summary>Where the value is found that is hashed.</summary>
internal enum UpstreamHashSource
{
    RemoteAddress,
    Path,
    Header,
    Cookie,
}
