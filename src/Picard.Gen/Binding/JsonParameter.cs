namespace Picard.Gen;

/// <summary>A parameter that is the request content, read as JSON.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct JsonParameter<T>
{
    private readonly Shape<T> _shape;

    internal JsonParameter(Shape<T> shape) => _shape = shape;

    /// <summary>How the value is read, and by a client written.</summary>
    internal Shape<T> Shape => _shape;

    /// <summary>Binds content that must be there.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">The parameter's name, for the answer to bad content.</param>
    /// <param name="value">The value.</param>
    /// <returns>False while the content has not been read, and if it is bad; <see cref="Exchange.Stopped"/> says which.</returns>
    public bool TryBind(Exchange exchange, Source source, out T value)
    {
        value = default!;
        if (!IsJson(exchange, source) || !exchange.TryGetContent(out var content))
        {
            return false;
        }

        if (content.IsEmpty)
        {
            return exchange.Refuse(ContentProblem.Missing(source));
        }

        if (!JsonInput.TryRead(content, _shape, out value, out var path, out var matter))
        {
            return exchange.Refuse(ContentProblem.Invalid(source, path, matter));
        }

        return value is null ? exchange.Refuse(ContentProblem.Missing(source)) : Violations.Accept(exchange, source.Name, value);
    }

    /// <summary>Binds content that may be missing.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">The parameter's name, for the answer to bad content.</param>
    /// <param name="whenMissing">What stands for no content.</param>
    /// <param name="value">The value; null is one.</param>
    /// <returns>False while the content has not been read, and if it is bad; <see cref="Exchange.Stopped"/> says which.</returns>
    public bool TryBind(Exchange exchange, Source source, T whenMissing, out T value)
    {
        value = whenMissing;
        if (!IsJson(exchange, source) || !exchange.TryGetContent(out var content))
        {
            return false;
        }

        if (content.IsEmpty)
        {
            return true;
        }

        return JsonInput.TryRead(content, _shape, out value, out var path, out var matter)
            ? Violations.Accept(exchange, source.Name, value)
            : exchange.Refuse(ContentProblem.Invalid(source, path, matter));
    }

    /// <summary>The type is looked at before the content is waited for: what is refused need not be sent.</summary>
    private static bool IsJson(Exchange exchange, Source source) =>
        !exchange.HasRequestContent || JsonMediaType.Is(exchange.Fields) || exchange.Refuse(ContentProblem.NotJson(source));
}
