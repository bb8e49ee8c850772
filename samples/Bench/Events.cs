using System.Buffers;
using Picard;

/// <summary>Sends the content back as it comes. A client that does not read what it gets is not read from either.</summary>
[Handler("POST /echo")]
public partial class Echo
{
    [OnRequest]
    void Begin(in RequestHead request)
    {
        if (request.Fields.GetText(KnownField.ContentType) is { } contentType)
        {
            Downstream.Fields.Set(KnownField.ContentType, contentType);
        }

        Downstream.Begin(StatusCode.Ok, request.ContentLength);
    }

    [OnContent]
    Flow Chunk(ReadOnlySequence<byte> chunk) => Downstream.Write(chunk);

    [OnEnd]
    void End() => Downstream.Complete();
}

/// <summary>Counts what comes, and keeps none of it.</summary>
[Handler("POST /upload"), ContentType("application/json")]
public partial class Upload
{
    private long _received;

    [OnRequest]
    void Begin()
    {
    }

    [OnContent]
    void Count(ReadOnlySpan<byte> octets) => _received += octets.Length;

    [OnEnd]
    void End() => Downstream.Respond(StatusCode.Ok, $$"""{"received":{{_received}}}""");
}

/// <summary>Produces octets as fast as the client takes them, and no faster.</summary>
[Handler("GET /stream/{n:range(0,1099511627776)}"), ContentType("application/octet-stream")]
public partial class Zeros
{
    private static readonly byte[] s_piece = new byte[16 * 1024];

    private long _left;

    [OnRequest]
    void Begin(long n)
    {
        _left = n;
        Downstream.Begin(StatusCode.Ok, n);
        Produce();
    }

    [OnResume]
    void Produce()
    {
        var flow = Flow.Ready;
        while (_left > 0 && flow == Flow.Ready)
        {
            var length = (int)Math.Min(_left, s_piece.Length);
            flow = Downstream.Write(s_piece.AsSpan(0, length));
            _left -= length;
        }

        if (_left == 0)
        {
            Downstream.Complete();
        }
    }
}
