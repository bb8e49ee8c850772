namespace Picard.Gen;

/// <summary>A result that is a status with a value, sent as JSON.</summary>
/// <typeparam name="TSelf">The result itself.</typeparam>
/// <typeparam name="T">The type of the value.</typeparam>
internal interface IValueResult<TSelf, T> : IStatusResult
    where TSelf : struct, IValueResult<TSelf, T>
{
    T Value { get; }

    /// <summary>The result of a response with the status.</summary>
    static abstract TSelf From(string? location, T value);
}
