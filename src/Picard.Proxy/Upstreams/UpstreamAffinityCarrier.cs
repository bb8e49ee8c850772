namespace Picard.Proxy;

/// <summary>Where the token of affinity travels.</summary>
internal enum UpstreamAffinityCarrier
{
    Cookie,
    Header,
}
