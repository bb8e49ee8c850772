using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Picard.Http;

namespace Picard;

/// <summary>Makes the response that shows an exception.</summary>
internal static class ExceptionResponse
{
    // Limits: what a person reads. A stack that has overflowed nearly, or exceptions made in a loop, would make pages that no browser shows.
    private const int MaxCharacters = 32 * 1024;
    private const int MaxExceptions = 16;

    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#222;background:#fff}"
        + "h1{font-size:1.3rem;color:#b00020}h2{font-size:1.05rem;margin-top:2rem}pre{background:#f4f4f4;padding:1rem;overflow:auto;white-space:pre-wrap}"
        + "td{padding:.15rem 1rem .15rem 0;vertical-align:top;overflow-wrap:anywhere}td:first-child{white-space:nowrap;color:#666}";

    public static Response Of(Exception fault, Request request)
    {
        var redaction = new Redaction(request.Fields);
        var isHtml = WantsHtml(request.Fields);
        var response = new Response(StatusCode.InternalServerError)
        {
            Content = isHtml ? Encoding.UTF8.GetBytes(Html(fault, request, redaction)) : Json(fault, request, redaction),
            ContentType = isHtml ? "text/html; charset=utf-8" : "application/problem+json",
            CacheControl = new CacheControl { Storage = CacheStorage.Nobody },
        };

        // What was thrown may hold what a client has sent: it is text, and nothing in it is run.
        response.Fields.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        response.Fields.Set("X-Content-Type-Options", "nosniff");
        return response;
    }

    /// <summary>A browser names HTML; a script that accepts anything is better off with JSON.</summary>
    private static bool WantsHtml(FieldSection fields)
    {
        for (var at = fields.IndexOf(KnownField.Accept, 0); at >= 0; at = fields.IndexOf(KnownField.Accept, at + 1))
        {
            var list = new ListParser(fields[at].Value);
            while (list.MoveNext())
            {
                if (list.Current.StartsWith("text/html"u8))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string Html(Exception fault, Request request, Redaction redaction)
    {
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        html.Append(Escape(fault.GetType().Name, redaction)).Append("</title><style>").Append(Style).Append("</style></head><body>\n");
        foreach (var exception in Chain(fault))
        {
            html.Append("<h1>").Append(Escape(exception.GetType().FullName ?? "", redaction)).Append("</h1>\n<p>").Append(Escape(exception.Message, redaction)).Append("</p>\n");
            html.Append("<pre>").Append(Escape(exception.StackTrace ?? "(no stack)", redaction)).Append("</pre>\n");
        }

        html.Append("<h2>").Append(Escape($"{request.Method} {request.Target}", redaction)).Append("</h2>\n<table>\n");
        foreach (var field in request.Fields)
        {
            html.Append("<tr><td>").Append(Escape(Encoding.Latin1.GetString(field.Name), redaction));
            html.Append("</td><td>").Append(WebUtility.HtmlEncode(redaction.ValueOf(field))).Append("</td></tr>\n");
        }

        return html.Append("</table>\n<p>This page is shown because ExceptionPageOptions.Details says so. It is for development only.</p>\n</body></html>\n").ToString();
    }

    private static ReadOnlyMemory<byte> Json(Exception fault, Request request, Redaction redaction)
    {
        var content = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(content, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank");
        json.WriteString("title"u8, StatusCode.InternalServerError.ReasonPhrase);
        json.WriteNumber("status"u8, StatusCode.InternalServerError.Code);
        json.WriteString("detail"u8, Cut(redaction.Of(fault.Message)));
        json.WriteStartArray("exceptions"u8);
        foreach (var exception in Chain(fault))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, exception.GetType().FullName);
            json.WriteString("message"u8, Cut(redaction.Of(exception.Message)));
            json.WriteStartArray("stack"u8);
            foreach (var line in Cut(redaction.Of(exception.StackTrace ?? "")).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                json.WriteStringValue(line);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("request"u8, redaction.Of($"{request.Method} {request.Target}"));
        json.WriteStartArray("fields"u8);
        foreach (var field in request.Fields)
        {
            json.WriteStringValue($"{Encoding.Latin1.GetString(field.Name)}: {redaction.ValueOf(field)}");
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return content.WrittenMemory;
    }

    /// <summary>The exception and those that led to it, outer first.</summary>
    private static List<Exception> Chain(Exception fault)
    {
        var chain = new List<Exception> { fault };
        for (var i = 0; i < chain.Count && chain.Count < MaxExceptions; i++)
        {
            chain.AddRange(chain[i] is AggregateException many ? many.InnerExceptions.Take(MaxExceptions - chain.Count) : chain[i].InnerException is { } inner ? [inner] : []);
        }

        return chain;
    }

    private static string Escape(string text, Redaction redaction) => WebUtility.HtmlEncode(Cut(redaction.Of(text)));

    private static string Cut(string text) => text.Length <= MaxCharacters ? text : string.Concat(text.AsSpan(0, MaxCharacters), "...");
}
