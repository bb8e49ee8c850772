namespace Picard.Client;

/// <summary>What the pool notes about one of its connections. Guarded by the pool's lock.</summary>
internal struct Pooled
{
}
