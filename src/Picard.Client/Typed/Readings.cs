using System.Buffers;
using Picard.Gen;
using Picard.Http;

namespace Picard.Client;

// What a response may be read as. They are structs, so that each has a reader of its own without a delegate; the forms are one mechanism and share a file.

/// <summary>How a response becomes a value.</summary>
internal interface IReading<out T>
{
    /// <summary>Whether the content is part of it; otherwise it is thrown away.</summary>
    bool NeedsContent { get; }

    /// <summary>Reads the whole content.</summary>
    T Read(ClientCall call, in ReadOnlySequence<byte> content);

    /// <summary>The value of a response without content that counts.</summary>
    T? ReadNone(ClientCall call);
}

/// <summary>JSON.</summary>
internal readonly struct JsonReading<T>(Shape<T> shape) : IReading<T>
{
    public bool NeedsContent => true;

    public T Read(ClientCall call, in ReadOnlySequence<byte> content) =>
        JsonInput.TryRead(content, shape, out var value, out var path, out var matter)
            ? value
            : throw new RequestException(RequestFault.Content, call.Origin.Authority, content.IsEmpty
                ? $"The response to {call.Method} {call.PathText} of {call.Origin} is {call.Status} and has no content, where JSON is expected."
                : $"The content of {call.Method} to {call.Origin} is not the JSON that is expected: {path} {matter}.");

    public T? ReadNone(ClientCall call) => default;
}

/// <summary>Text.</summary>
internal readonly struct TextReading : IReading<string>
{
    public bool NeedsContent => true;

    public string Read(ClientCall call, in ReadOnlySequence<byte> content) =>
        ReceivedResult.TextOf(call.Connection.Response.Fields.TryGet(KnownField.ContentType, out var mediaType) ? mediaType : default, content);

    public string? ReadNone(ClientCall call) => null;
}

/// <summary>Octets.</summary>
internal readonly struct OctetsReading : IReading<byte[]>
{
    public bool NeedsContent => true;

    public byte[] Read(ClientCall call, in ReadOnlySequence<byte> content) => content.ToArray();

    public byte[]? ReadNone(ClientCall call) => null;
}

/// <summary>Octets, whose emptiness is no null.</summary>
internal readonly struct MemoryReading : IReading<ReadOnlyMemory<byte>>
{
    public bool NeedsContent => true;

    public ReadOnlyMemory<byte> Read(ClientCall call, in ReadOnlySequence<byte> content) => content.ToArray();

    public ReadOnlyMemory<byte> ReadNone(ClientCall call) => default;
}

/// <summary>The status alone.</summary>
internal readonly struct StatusReading : IReading<StatusCode>
{
    public bool NeedsContent => false;

    public StatusCode Read(ClientCall call, in ReadOnlySequence<byte> content) => call.Status;

    public StatusCode ReadNone(ClientCall call) => call.Status;
}

/// <summary>A value with status and fields.</summary>
internal readonly struct WithFields<T, TReading>(TReading reading) : IReading<Response<T>>
    where TReading : struct, IReading<T>
{
    public bool NeedsContent => true;

    public Response<T> Read(ClientCall call, in ReadOnlySequence<byte> content) => new(call, reading.Read(call, content));

    public Response<T> ReadNone(ClientCall call) => new(call, reading.ReadNone(call)!);
}
