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

    /// <summary>Only where the stream, reader or writer is proved to be a file's, a connection's or the like: a type that mostly works in memory.</summary>
    StreamIsSlow,

    /// <summary>Only on a query that a database answers.</summary>
    QueryNotInMemory,

    /// <summary>Not with a collection that has no bound.</summary>
    CollectionBounded,

    /// <summary>Not with a socket that is set not to block.</summary>
    SocketBlocks,

    /// <summary>Not where the form was read before.</summary>
    FormNotRead,

    /// <summary>Only in a loop that waits for what another thread does, and not in one that tries by itself, as with <c>Interlocked.CompareExchange</c>.</summary>
    SpinsForAnother,
}
