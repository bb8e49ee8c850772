namespace Picard.Gen.Analyzers;

/// <summary>How things stand with a loan on one path.</summary>
internal enum LoanState : byte
{
    /// <summary>There is none yet.</summary>
    None,

    /// <summary>It may be used.</summary>
    Valid,

    /// <summary>It was given back.</summary>
    Released,

    /// <summary>Somebody else has it now, or nothing certain can be said.</summary>
    Passed,
}
