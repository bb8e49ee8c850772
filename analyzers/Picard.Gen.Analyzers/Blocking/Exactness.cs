namespace Picard.Gen.Analyzers;

/// <summary>What is known of the type of an object.</summary>
internal enum Exactness
{
    /// <summary>It is this type.</summary>
    Exact,

    /// <summary>It is this type or one derived from it.</summary>
    Derived,
}
