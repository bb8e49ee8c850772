namespace Picard.Gen;

/// <summary>A result that is a status: all that a method says of its response but the value.</summary>
internal interface IStatusResult
{
    StatusCode Status { get; }

    /// <summary>The field Location, checked; null: none.</summary>
    string? Location => null;
}

/// <summary>A result that is a status, as a client gets it.</summary>
/// <typeparam name="TSelf">The result itself.</typeparam>
internal interface IStatusResult<TSelf> : IStatusResult
    where TSelf : struct, IStatusResult<TSelf>
{
    /// <summary>Whether a response with a status is this result.</summary>
    static virtual bool Is(StatusCode status) => default(TSelf).Status == status;

    /// <summary>The result of a response; null: it has none of the fields that make one.</summary>
    static virtual TSelf? From(StatusCode status, string? location) => default(TSelf);
}
