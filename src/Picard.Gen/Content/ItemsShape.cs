namespace Picard.Gen;

/// <summary>How items that come one after the other are sent as the content of a response, and read as that of a request.</summary>
/// <typeparam name="T">The sequence of the items.</typeparam>
public abstract class ItemsShape<T> : ResultShape<T>
{
    private protected ItemsShape()
    {
    }

    /// <summary>The media types that are read, for a problem.</summary>
    internal abstract string MediaTypes { get; }

    /// <summary>Whether content of a media type is read.</summary>
    internal abstract bool Takes(RequestMediaType type);

    /// <summary>The items of a request, read as they are asked for.</summary>
    /// <param name="content">The content.</param>
    /// <param name="parameter">The parameter that it is for, for the answer to a bad item.</param>
    internal abstract T Receive(ContentReader content, string parameter);
}
