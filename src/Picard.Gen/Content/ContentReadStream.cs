namespace Picard.Gen;

/// <summary>Request content as a stream.</summary>
internal sealed class ContentReadStream(ContentReader content) : RunReadStream
{
    protected override ValueTask<ReadOnlyMemory<byte>> ReadRunAsync() => content.ReadAsync();
}
