namespace Picard;

/// <summary>A response with its content read: what a method of a typed client returns whose caller wants the fields too.</summary>
/// <typeparam name="T">What its content is read as. <c>T?</c>: null where the status is 404 or 304, instead of a <see cref="StatusException"/>.</typeparam>
public sealed class Response<T>
{
    internal Response(StatusCode status, ReceivedFields fields, T value)
    {
        Status = status;
        Fields = fields;
        Value = value;
    }

    /// <summary>The status.</summary>
    public StatusCode Status { get; }

    /// <summary>The fields, which are the caller's own.</summary>
    public ReceivedFields Fields { get; }

    /// <summary>The content.</summary>
    public T Value { get; }
}
