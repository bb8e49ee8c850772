namespace Picard.Gen;

/// <summary>A result that is a status: all that a method says of its response but the value.</summary>
internal interface IStatusResult
{
    StatusCode Status { get; }

    /// <summary>The field Location, checked; null: none.</summary>
    string? Location => null;
}
