namespace Picard.Gen;

/// <summary>The content of a part as a stream.</summary>
internal sealed class PartReadStream(MultipartPart part) : RunReadStream
{
    protected override ValueTask<ReadOnlyMemory<byte>> ReadRunAsync() => part.ReadAsync();
}
