using Picard.Client;

namespace Picard;

/// <summary>A response with its content read: what a method of a typed client returns whose caller wants the fields too.</summary>
/// <typeparam name="T">What its content is read as. <c>T?</c>: null where the status is 404 or 304, instead of a <see cref="StatusException"/>.</typeparam>
public sealed class Response<T>
{
    internal Response(ClientCall call, T value)
    {
        Status = call.Status;
        Fields = new ReceivedFields(call.Connection.Response.Fields);
        Timings = call.Timings;
        Value = value;
    }

    /// <summary>The status.</summary>
    public StatusCode Status { get; }

    /// <summary>The fields, which are the caller's own.</summary>
    public ReceivedFields Fields { get; }

    /// <summary>Where the time went until the content was read: zero unless <see cref="ClientOptions.MeasuresPhases"/> is set or somebody listens to the client.</summary>
    public PhaseTimings Timings { get; }

    /// <summary>The content.</summary>
    public T Value { get; }
}
