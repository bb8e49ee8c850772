using System.Buffers;
using System.Text;
using Picard.Client;

namespace Picard;

/// <summary>A response whose content is read as it comes. Whoever has it disposes of it: until then its connection is in use.</summary>
/// <remarks>For one caller at a time. What is not read is not taken from the server, so a caller that reads slowly slows the server down.</remarks>
public sealed class ClientResponse : IAsyncDisposable
{
    private ClientCall? _call;

    internal ClientResponse(ClientCall call)
    {
        _call = call;
        Status = call.Status;
    }

    /// <summary>The status.</summary>
    public StatusCode Status { get; }

    /// <summary>The URI that is answered: where the request has led, with the fragment of the last redirect that had one, or of the request (RFC 9110 §10.2.2).</summary>
    /// <exception cref="ObjectDisposedException">The response was disposed of.</exception>
    public Uri Uri => Call.Uri;

    /// <summary>The fields as received, valid until the response is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">It was.</exception>
    public FieldSection Fields => Call.Connection.Response.Fields;

    /// <summary>The trailer fields, once the content is read to its end; empty if there were none.</summary>
    /// <exception cref="ObjectDisposedException">The response was disposed of.</exception>
    public FieldSection Trailers => Call.Connection.Response.Trailers;

    /// <summary>The length in Content-Length, or null; null also where a content coding was undone (<see cref="ClientOptions.Decompression"/>), of which it is the length.</summary>
    /// <exception cref="ObjectDisposedException">The response was disposed of.</exception>
    public long? ContentLength => Call.IsDecoded ? null : Call.Connection.Response.ContentLength;

    /// <summary>Where the time went until now: zero unless <see cref="ClientOptions.MeasuresPhases"/> is set or somebody listens to the client.</summary>
    /// <exception cref="ObjectDisposedException">The response was disposed of.</exception>
    public PhaseTimings Timings => Call.Timings;

    private ClientCall Call => _call ?? throw new ObjectDisposedException(nameof(ClientResponse), "A response is used until it is disposed of, and its connection with it.");

    /// <summary>Waits for the next octets of the content.</summary>
    /// <returns>They are valid until the next call; empty at the end.</returns>
    /// <exception cref="RequestException">The response breaks off, breaks HTTP, or stands still for too long.</exception>
    /// <exception cref="OperationCanceledException">The token of the request was cancelled.</exception>
    public ValueTask<ReadOnlySequence<byte>> ReadAsync() => Call.ReadAsync();

    /// <summary>Reads the rest of the content.</summary>
    /// <returns>The octets.</returns>
    /// <exception cref="RequestException">As for <see cref="ReadAsync"/>; or there is more than <see cref="ClientOptions.MaxCollectedContentBytes"/>.</exception>
    public ValueTask<byte[]> ReadAllAsync() => Call.ReadAllAsync();

    /// <summary>Reads the rest of the content as UTF-8.</summary>
    /// <inheritdoc cref="ReadAllAsync"/>
    public async ValueTask<string> ReadTextAsync() => Encoding.UTF8.GetString(await ReadAllAsync().ConfigureAwait(false));

    /// <summary>Ends the exchange. If the content was not read to its end, the rest is thrown away where it has come already; otherwise the connection is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _call, null) is { } call)
        {
            await call.EndAsync(isRead: false).ConfigureAwait(false);
        }
    }
}
