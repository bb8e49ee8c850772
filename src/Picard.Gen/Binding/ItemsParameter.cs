using System.Text;

namespace Picard.Gen;

/// <summary>A parameter that is the request content as items, each read when the method asks for it.</summary>
/// <typeparam name="T">The sequence of the items.</typeparam>
public readonly struct ItemsParameter<T>
{
    private readonly ItemsShape<T> _shape;

    internal ItemsParameter(ItemsShape<T> shape) => _shape = shape;

    /// <summary>Binds the items; a request without content has none.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="source">The parameter's name, for the answer to a bad item.</param>
    /// <param name="value">The items.</param>
    /// <returns>False if the content is of another type; <see cref="Exchange.Stopped"/> then answers.</returns>
    public bool TryBind(Exchange exchange, Source source, out T value)
    {
        value = default!;

        // Before anything is read: what is refused need not be sent.
        if (exchange.HasRequestContent && !_shape.Takes(RequestMediaType.Of(exchange.Fields)))
        {
            return exchange.Refuse(ContentProblem.NotOfType(source, _shape.MediaTypes));
        }

        exchange.StreamContent();
        value = _shape.Receive(new ContentReader(exchange), Encoding.UTF8.GetString(source.Name));
        return true;
    }

    /// <summary>Binds the items; a request without content has none, which is not the same as a missing value.</summary>
    public bool TryBind(Exchange exchange, Source source, T whenMissing, out T value) => TryBind(exchange, source, out value);
}
