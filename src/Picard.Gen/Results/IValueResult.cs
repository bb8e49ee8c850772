namespace Picard.Gen;

/// <summary>A result that is a status with a value, sent as JSON.</summary>
internal interface IValueResult<out T> : IStatusResult
{
    T Value { get; }
}
