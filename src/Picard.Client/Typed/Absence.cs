namespace Picard.Client;

/// <summary>What becomes of a response that says that there is nothing.</summary>
internal enum Absence
{
    /// <summary>It is an exception, as any status but 2xx.</summary>
    Throws,

    /// <summary>404 is null.</summary>
    IsNull,

    /// <summary>404 and 304 are an answer without a value; where only the status counts, any status is an answer.</summary>
    IsAnswer,
}
