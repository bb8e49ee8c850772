using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>Puts responses into the output of a connection, each in one piece of memory if it is small. It does not flush; the driver does.</summary>
internal readonly struct ResponseOutput(PipeWriter output, DateField date)
{
    // Limit: content up to here is copied behind its head, so that both go out in one write; beyond, the copy costs more than the second write.
    private const int MaxCopiedBytes = 16 * 1024;

    /// <summary>Where everything goes.</summary>
    public PipeWriter Pipe => output;

    /// <summary>The field line Date, with its CRLF.</summary>
    public ReadOnlySpan<byte> DateLine => date.Line();

    /// <summary>Writes the head of a response whose content follows.</summary>
    /// <param name="shape">The head.</param>
    /// <param name="contentLength">The length of the content in octets; null: it is not known.</param>
    /// <param name="coding">How content of unknown length ends.</param>
    public void BeginContent(in ResponseShape shape, long? contentLength, UnknownLength coding)
    {
        var writer = new HeadWriter(output);
        WriteHead(ref writer, shape, contentLength, coding);
        writer.Flush();
    }

    /// <summary>Writes 100 (RFC 9110 §15.2.1).</summary>
    public void WriteContinue() => output.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);

    /// <summary>Writes a response that announces another.</summary>
    public void WriteInformational(StatusCode status, ResponseFields fields)
    {
        var writer = new HeadWriter(output);
        writer.WriteStatusLine(status);
        WriteFields(ref writer, fields);
        writer.Complete();
    }

    /// <summary>Writes 101: the connection speaks another protocol from now on (RFC 9110 §15.2.2).</summary>
    public void WriteSwitching(string protocol, ResponseFields fields, ResponseFields? added)
    {
        var writer = new HeadWriter(output);
        writer.WriteStatusLine(StatusCode.SwitchingProtocols);
        writer.WriteOctets("Connection: Upgrade\r\n"u8);
        writer.WriteField(KnownField.Upgrade, protocol);
        WriteFields(ref writer, fields);
        WriteFields(ref writer, added);
        writer.Complete();
    }

    /// <summary>Writes a response of octets.</summary>
    /// <returns>The content that was not copied, for the driver to write from the caller's memory.</returns>
    public ReadOnlyMemory<byte> Write(in ResponseShape shape, ReadOnlyMemory<byte> content)
    {
        var writer = new HeadWriter(output);
        WriteHead(ref writer, shape, LengthOf(shape, content.Length), UnknownLength.Close);
        if (shape.Trailers is not null && !content.IsEmpty)
        {
            Span<byte> sizeLine = stackalloc byte[ChunkedEncoder.MaxSizeLineBytes];
            writer.WriteOctets(sizeLine[..ChunkedEncoder.WriteSizeLine(sizeLine, content.Length)]);
        }

        if (!shape.SendsContent || content.Length > MaxCopiedBytes)
        {
            writer.Flush();
            return shape.SendsContent ? content : default;
        }

        writer.WriteOctets(content.Span);
        writer.Flush();
        return default;
    }

    /// <summary>Writes what follows content that went out in one chunk: its end, the last chunk and the trailer section.</summary>
    public void WriteTrailers(ResponseFields trailers, long contentLength)
    {
        var writer = new HeadWriter(output);
        writer.WriteOctets(contentLength > 0 ? ChunkedEncoder.ChunkEnd : default);
        writer.WriteOctets(ChunkedEncoder.LastChunkBeforeTrailers);
        WriteFields(ref writer, trailers);
        writer.Complete();
    }

    /// <summary>Writes a response of text as UTF-8.</summary>
    /// <returns>The octets of content that were written.</returns>
    public long Write(in ResponseShape shape, string text)
    {
        var writer = new HeadWriter(output);
        WriteHead(ref writer, shape, LengthOf(shape, Encoding.UTF8.GetByteCount(text)), UnknownLength.Close);
        writer.Flush();
        return shape.SendsContent ? Encoding.UTF8.GetBytes(text, output) : 0;
    }

    /// <summary>Writes a constant response: three copies.</summary>
    public ReadOnlyMemory<byte> Write(ConstantResponse response, ConnectionOption connection, bool sendsContent)
    {
        var writer = new HeadWriter(output);
        writer.WriteOctets(response.Head);
        WriteDateAndConnection(ref writer, connection);
        var isCopied = sendsContent && response.Content.Length <= MaxCopiedBytes;
        if (isCopied)
        {
            writer.WriteOctets(response.Content);
        }

        writer.Flush();
        return isCopied || !sendsContent ? default : response.Content;
    }

    // RFC 9110 §8.6: a Content-Length that would differ from that of GET MUST NOT be sent to HEAD.
    private static long? LengthOf(in ResponseShape shape, int bytes) => shape.HasUnknownLength ? null : bytes;

    private void WriteHead(ref HeadWriter writer, in ResponseShape shape, long? contentLength, UnknownLength coding = UnknownLength.Chunked)
    {
        writer.WriteStatusLine(shape.Status);
        var hasContentType = false;
        if (shape.Fields is { } fields)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                if (shape.Added is { } others && others[fields[i].Name] is not null && !StandsBeside(fields[i].Name))
                {
                    continue;
                }

                writer.WriteField(fields[i].Name, fields[i].Value);
                hasContentType |= string.Equals(fields[i].Name, "Content-Type", StringComparison.OrdinalIgnoreCase);
            }
        }

        if (shape.Added is { } added)
        {
            for (var i = 0; i < added.Count; i++)
            {
                writer.WriteField(added[i].Name, added[i].Value);
                hasContentType |= string.Equals(added[i].Name, "Content-Type", StringComparison.OrdinalIgnoreCase);
            }
        }

        if (shape.Location is { } location)
        {
            writer.WriteField(KnownField.Location, location);
        }

        if (shape.ContentType is { } contentType && !hasContentType)
        {
            writer.WriteField(KnownField.ContentType, contentType);
        }

        if (shape.Allow != RouteMethods.None)
        {
            WriteAllow(ref writer, shape.Allow);
        }

        // RFC 9110 §8.6: no Content-Length with 1xx and 204; with 304 it would describe a content that we do not have.
        if (shape.Trailers is { } trailers)
        {
            // RFC 9110 §6.6.2: Trailer announces what will follow.
            writer.WriteOctets("Transfer-Encoding: chunked\r\n"u8);
            writer.WriteField(KnownField.Trailer, string.Join(", ", trailers.Select(static field => field.Name).Distinct(StringComparer.OrdinalIgnoreCase)));
        }
        else if (shape.Status.AllowsContent && contentLength is { } length)
        {
            writer.WriteContentLength(length);
        }
        else if (shape.Status.AllowsContent && coding == UnknownLength.Chunked)
        {
            writer.WriteOctets("Transfer-Encoding: chunked\r\n"u8);
        }

        WriteDateAndConnection(ref writer, shape.Connection);
    }

    /// <summary>RFC 9110 §5.3: fields whose lines mean the same side by side as in one list, and Set-Cookie, which is no list.</summary>
    private static bool StandsBeside(string name) => KnownFields.Find(name)
        is KnownField.SetCookie or KnownField.Vary or KnownField.Link or KnownField.Via or KnownField.WwwAuthenticate or KnownField.CacheControl;

    private static void WriteFields(ref HeadWriter writer, ResponseFields? fields)
    {
        for (var i = 0; i < fields?.Count; i++)
        {
            writer.WriteField(fields[i].Name, fields[i].Value);
        }
    }

    private static void WriteAllow(ref HeadWriter writer, RouteMethods methods)
    {
        writer.WriteOctets("Allow: "u8);
        Append(ref writer, methods, RouteMethods.Get, "GET, "u8);
        Append(ref writer, methods, RouteMethods.Head, "HEAD, "u8);
        Append(ref writer, methods, RouteMethods.Post, "POST, "u8);
        Append(ref writer, methods, RouteMethods.Put, "PUT, "u8);
        Append(ref writer, methods, RouteMethods.Delete, "DELETE, "u8);
        Append(ref writer, methods, RouteMethods.Patch, "PATCH, "u8);
        writer.WriteOctets("OPTIONS\r\n"u8); // Every path that has a method answers OPTIONS.

        static void Append(ref HeadWriter writer, RouteMethods methods, RouteMethods method, ReadOnlySpan<byte> text)
        {
            if ((methods & method) != 0)
            {
                writer.WriteOctets(text);
            }
        }
    }

    private void WriteDateAndConnection(ref HeadWriter writer, ConnectionOption connection)
    {
        // RFC 9110 §6.6.1: an origin server with a clock MUST send Date.
        writer.WriteOctets(date.Line());
        switch (connection)
        {
            case ConnectionOption.Close:
                writer.WriteOctets("Connection: close\r\n\r\n"u8);
                break;
            case ConnectionOption.CloseUpgrade:
                writer.WriteOctets("Connection: close, Upgrade\r\n\r\n"u8);
                break;
            case ConnectionOption.KeepAlive:
                writer.WriteOctets("Connection: keep-alive\r\n\r\n"u8);
                break;
            default:
                writer.WriteOctets("\r\n"u8);
                break;
        }
    }
}
