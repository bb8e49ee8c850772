using System.Buffers;
using System.Net.WebSockets;
using System.Security.Cryptography;

namespace Picard.Client.Interop;

/// <summary>The targets of the checks, as a Picard application.</summary>
[Application]
internal sealed partial class InteropApplication;

[Handler]
internal sealed partial class InteropEndpoints
{
    [Get("/text")]
    private string Text() => "Hello, World!";

    [Get("/json")]
    private InteropValue Value() => new(7, "sept \u2713");

    [Get("/empty")]
    private StatusCode Empty() => StatusCode.NoContent;

    [Get("/unmodified")]
    private StatusCode Unmodified() => StatusCode.NotModified;

    [WebSocket("/socket")]
    private async ValueTask Socket(WebSocket socket, CancellationToken aborted) => await EchoAsync(socket, aborted);

    /// <summary>Says what it hears, until the other side closes.</summary>
    public static async Task EchoAsync(WebSocket socket, CancellationToken aborted)
    {
        var piece = new byte[16 * 1024];
        for (var part = await socket.ReceiveAsync(piece.AsMemory(), aborted); part.MessageType != WebSocketMessageType.Close; part = await socket.ReceiveAsync(piece.AsMemory(), aborted))
        {
            await socket.SendAsync(piece.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, aborted);
        }

        if (socket.State == WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", aborted);
        }
    }
}

/// <summary>Content of a known length, as fast as the client takes it.</summary>
[Handler("GET /large/{n:range(0,1099511627776)}"), ContentType("application/octet-stream")]
internal sealed partial class Large
{
    private PatternSource _source;

    [OnRequest]
    private void Begin(long n)
    {
        _source = new PatternSource(n);
        Downstream.Begin(StatusCode.Ok, n);
        Produce();
    }

    [OnResume]
    private void Produce() => _source.WriteTo(Downstream);
}

/// <summary>Content of a length that is not announced.</summary>
[Handler("GET /chunked"), ContentType("application/octet-stream")]
internal sealed partial class Chunked
{
    private PatternSource _source;

    [OnRequest]
    private void Begin()
    {
        _source = new PatternSource(100_000);
        Downstream.Begin(StatusCode.Ok);
        Produce();
    }

    [OnResume]
    private void Produce() => _source.WriteTo(Downstream);
}

/// <summary>The pattern, written as far as there is room.</summary>
internal struct PatternSource(long length)
{
    private long _sent;

    public void WriteTo(Downstream downstream)
    {
        Span<byte> piece = stackalloc byte[8 * 1024];
        for (var flow = Flow.Ready; _sent < length && flow == Flow.Ready;)
        {
            var octets = piece[..(int)Math.Min(length - _sent, piece.Length)];
            for (var i = 0; i < octets.Length; i++)
            {
                octets[i] = (byte)((_sent + i) % 251);
            }

            flow = downstream.Write(octets);
            _sent += octets.Length;
        }

        if (_sent == length)
        {
            downstream.Complete();
        }
    }
}

/// <summary>Tells how long the content was, and its SHA-256.</summary>
[Handler("POST /digest"), ContentType("text/plain")]
internal sealed partial class ContentDigest
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    [OnRequest]
    private void Begin()
    {
        _hash.GetHashAndReset();
        _length = 0;
    }

    [OnContent]
    private void Add(ReadOnlySpan<byte> octets)
    {
        _hash.AppendData(octets);
        _length += octets.Length;
    }

    [OnEnd]
    private void End() => Downstream.Respond(StatusCode.Ok, $"{_length} {Convert.ToHexStringLower(_hash.GetHashAndReset())}");
}

/// <summary>Sends the content back as it comes.</summary>
[Handler("POST /echo"), ContentType("application/octet-stream")]
internal sealed partial class ContentEcho
{
    [OnRequest]
    private void Begin(in RequestHead request) => Downstream.Begin(StatusCode.Ok, request.ContentLength);

    [OnContent]
    private Flow Send(ReadOnlySequence<byte> octets) => Downstream.Write(octets);

    [OnEnd]
    private void End() => Downstream.Complete();
}

/// <summary>Takes no content at all.</summary>
[Handler("POST /refuse"), ContentType("text/plain")]
internal sealed partial class Refusal
{
    [OnRequest]
    private void Begin() => Downstream.Respond(StatusCode.ContentTooLarge, "too large");
}
