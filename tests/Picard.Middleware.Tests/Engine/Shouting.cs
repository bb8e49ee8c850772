using System.Buffers;

namespace Picard.Middleware.Tests;

/// <summary>What became of the transforms that <see cref="Shout"/> has made.</summary>
public sealed class Shouts
{
    public int Made { get; set; }

    public int Released { get; set; }

    public int Flushes { get; set; }
}

[Application, Use<Broken>, Use<Shout>]
public partial class ShoutingApp;

/// <summary>Fails at the response, after an inner middleware has changed it.</summary>
[Middleware]
public partial class Broken
{
    [OnRequest] private static void Begin(ResponseFields fields) => fields.Set("X-Early", "yes");

    [OnResponse]
    private static void Fail(OutgoingResponse response)
    {
        if (response.Request.Fields.Contains("X-Break"u8))
        {
            throw new InvalidTimeZoneException("broken");
        }
    }
}

/// <summary>Has all content in capitals, and holds it back as long as it may.</summary>
[Middleware]
public partial class Shout(Shouts shouts)
{
    [OnResponse]
    private void Begin(OutgoingResponse response)
    {
        if (response.Status.AllowsContent && response.ContentLength is not 0)
        {
            shouts.Made++;
            response.Transform(new Capitals(shouts));
            response.Fields.Set("X-Shouted", "yes");
        }
    }

    private sealed class Capitals(Shouts shouts) : ContentTransform
    {
        private readonly MemoryStream _held = new();

        public override void Write(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
        {
            foreach (var octet in content)
            {
                _held.WriteByte((byte)char.ToUpperInvariant((char)octet));
            }
        }

        public override void Flush(IBufferWriter<byte> output)
        {
            shouts.Flushes++;
            Pass(output);
        }

        public override void Complete(IBufferWriter<byte> output)
        {
            Pass(output);
            output.Write("!"u8);
        }

        public override void Release() => shouts.Released++;

        private void Pass(IBufferWriter<byte> output)
        {
            output.Write(_held.GetBuffer().AsSpan(0, (int)_held.Length));
            _held.SetLength(0);
        }
    }
}

[Handler(Application = typeof(ShoutingApp))]
public partial class Quiet(Steps steps)
{
    [Get("/constant")] private static string Constant() => "hello";
    [Get("/text")] private static string Text(string text) => text;
    [Get("/bytes")] private static ReadOnlyMemory<byte> Bytes() => "hello"u8.ToArray();
    [Get("/json")] private static string[] Json() => ["hello"];
    [Get("/nothing")] private static StatusCode Nothing() => StatusCode.NoContent;
    [Get("/empty")] private static string Empty() => "";

    [Get("/trailers")]
    private static Response Trailers()
    {
        var response = Response.Text(StatusCode.Ok, "hello");
        response.Trailers.Set("X-Sum", "1");
        return response;
    }

    [Get("/stream")]
    private static async ValueTask Stream(ContentWriter content)
    {
        content.Write("hel"u8);
        await content.FlushAsync();
        await content.WriteAsync("lo"u8.ToArray());
    }

    [Get("/items")]
    private static async IAsyncEnumerable<int> Items()
    {
        await Task.CompletedTask;
        yield return 1;
    }

    [Get("/waits")]
    private async ValueTask Wait(ContentWriter content, CancellationToken aborted)
    {
        content.Write("begun"u8);
        await content.FlushAsync();
        await steps.Next.WaitAsync(aborted);
    }
}

[Handler("GET /machine/whole", Application = typeof(ShoutingApp))]
public partial class QuietWhole
{
    [OnRequest] private void Begin() => Downstream.Respond(StatusCode.Ok, "hello");
}

[Handler("GET /machine/writes", Application = typeof(ShoutingApp))]
public partial class QuietWrites
{
    [OnRequest]
    private async ValueTask Begin()
    {
        Downstream.Begin(StatusCode.Ok, 5);
        Downstream.Write("he"u8);
        await Downstream.WriteAsync("ll"u8.ToArray());
        Downstream.Write("o");
        var trailers = new ResponseFields();
        trailers.Set("X-Sum", "2");
        Downstream.Complete(trailers);
    }
}

[Handler("GET /machine/waits", Application = typeof(ShoutingApp))]
public partial class QuietWaits
{
    [OnRequest]
    private void Begin()
    {
        Downstream.Begin(StatusCode.Ok);
        Downstream.Write("begun"u8);
    }
}
