namespace Picard.Gen;

/// <summary>How the items of a response are written, each by itself.</summary>
internal interface IItemFormat<T>
{
    /// <summary>What they are sent as, unless the user's method says otherwise.</summary>
    string ContentType { get; }

    /// <summary>Sets further fields of the response.</summary>
    void SetFields(ResponseFields fields);

    /// <summary>Writes an item, with what ends it.</summary>
    /// <param name="octets">Where to; empty.</param>
    /// <param name="item">The item.</param>
    void Write(JsonContent octets, T item);
}
