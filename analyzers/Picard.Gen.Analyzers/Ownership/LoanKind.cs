namespace Picard.Gen.Analyzers;

/// <summary>What kind of thing a method has for a while only.</summary>
internal enum LoanKind
{
    /// <summary>What a <c>PipeReader</c> has read: until AdvanceTo.</summary>
    Read,

    /// <summary>Memory of a <c>PipeWriter</c> to write into: until Advance or a flush.</summary>
    Written,

    /// <summary>An array of an <c>ArrayPool</c>: until Return.</summary>
    Array,

    /// <summary>An <c>IMemoryOwner</c>: until Dispose.</summary>
    Owner,

    /// <summary>Octets that an event brings: until the method ends.</summary>
    Event,

    /// <summary>A <c>ValueTask</c>: until it is consumed.</summary>
    ValueTask,

    /// <summary>A response or a stream that holds a connection until Dispose.</summary>
    Connection,

    /// <summary>A <c>PipeReader</c> or <c>PipeWriter</c> made here: until Complete.</summary>
    PipeEnd,
}
