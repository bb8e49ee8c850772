namespace Picard.Gen;

/// <summary>A parameter that reads <c>multipart/form-data</c> part by part.</summary>
public readonly struct MultipartReaderParameter
{
    /// <summary>Binds the reader; false if the content is of another type, or its boundary is none.</summary>
    public bool TryBind(Exchange exchange, Source source, out MultipartReader value)
    {
        value = null!;
        var type = RequestMediaType.Of(exchange.Fields);
        if (!type.Is("multipart/form-data"u8))
        {
            return exchange.Refuse(ContentProblem.NotOfType(source, "multipart/form-data"));
        }

        if (!type.TryGetBoundary(out var boundary))
        {
            return exchange.Refuse(ContentProblem.NoBoundary());
        }

        exchange.StreamContent();
        value = new MultipartReader(new ContentReader(exchange), boundary);
        return true;
    }

    /// <summary>As without a value for missing content: content of another type is refused.</summary>
    public bool TryBind(Exchange exchange, Source source, MultipartReader whenMissing, out MultipartReader value) => TryBind(exchange, source, out value);
}
