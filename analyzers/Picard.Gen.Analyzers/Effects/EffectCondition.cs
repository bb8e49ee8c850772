namespace Picard.Gen.Analyzers;

/// <summary>When a call blocks. What cannot be proved not to be so counts as so.</summary>
internal enum EffectCondition
{
    Always,

    /// <summary>Not with a timeout of zero.</summary>
    TimeoutNotZero,

    /// <summary>Not with a task, value task, awaiter or <c>IAsyncResult</c> that is complete.</summary>
    TaskNotComplete,

    /// <summary>Not where the stream, reader or writer has all it needs in memory.</summary>
    StreamNotInMemory,

    /// <summary>Only on a query that a database answers.</summary>
    QueryNotInMemory,
}
