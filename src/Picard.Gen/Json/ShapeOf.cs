using System.Text.Json;

namespace Picard.Gen;

/// <summary>How one type is written as JSON and read from it. Emitted code derives one for each type that handlers send or receive.</summary>
/// <remarks>
/// Shapes say what System.Text.Json says with its web defaults: names in camel case and compared without case, numbers also read from strings,
/// unknown members skipped. They have no state of an exchange, so one instance serves all.
/// </remarks>
/// <typeparam name="T">The type.</typeparam>
public abstract class Shape<T> : Shape
{
    /// <summary>What stands for a value that the JSON does not have.</summary>
    public T None => default!;

    /// <summary>Writes a value.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="value">The value; null is written as <c>null</c>.</param>
    public abstract void Write(Utf8JsonWriter writer, T value);

    /// <summary>Reads a value. The reader is at its first token and stays at its last.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The JSON is not a value of the type.</exception>
    public abstract T Read(ref Utf8JsonReader reader);

    /// <summary>Writes a value as the name of a member, for dictionaries.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="NotSupportedException">A value of the type cannot be a name.</exception>
    public virtual void WriteName(Utf8JsonWriter writer, T value) => throw NoName();

    /// <summary>Reads a value from the name of a member, for dictionaries.</summary>
    /// <param name="reader">The reader, at the name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The name is not a value of the type.</exception>
    /// <exception cref="NotSupportedException">A value of the type cannot be a name.</exception>
    public virtual T ReadName(ref Utf8JsonReader reader) => throw NoName();

    /// <summary>Answers with a value that a method returned: 200 and JSON, and 404 for null, unless the type says otherwise.</summary>
    internal virtual ExchangeStep Send(Exchange exchange, T value) => value is null ? exchange.RespondProblem(StatusCode.NotFound) : exchange.Respond(value, this);

    /// <summary>How well a status fits a response that is received as the type: a value comes with 2xx, unless the type says otherwise.</summary>
    internal virtual ResultFit FitOf(StatusCode status) => status.IsSuccess ? ResultFit.Class : ResultFit.None;

    /// <summary>Receives a response whose status fits.</summary>
    internal virtual T Receive(ref ReceivedResult response) => response.Read(this);

    private static NotSupportedException NoName() => new($"A {typeof(T)} cannot be the key of a dictionary in JSON: keys are strings, numbers, enums and the like.");
}
