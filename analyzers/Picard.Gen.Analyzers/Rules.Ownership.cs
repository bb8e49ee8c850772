using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

// 3xxx: what is used after it belongs to somebody else.
internal static partial class Rules
{
    private const string Ownership = "Picard.Ownership";

    public static readonly DiagnosticDescriptor SharedState = Warning(
        "PIC3001", Ownership, "Route handlers are shared by all exchanges",
        "'{0}' can be changed, and one '{1}' serves all exchanges at once, so what one writes others see or overwrite; make it readonly or volatile, or put it into a service");

    public static readonly DiagnosticDescriptor UsedAfterAdvance = Warning(
        "PIC3002", Ownership, "What a pipe has read is not used after AdvanceTo",
        "'{0}' is used after AdvanceTo has given its memory back to the pipe, so it may show other content already; use it before, or copy what is kept");

    public static readonly DiagnosticDescriptor ReadNotAdvanced = Warning(
        "PIC3003", Ownership, "What a pipe has read is given back",
        "The result of '{0}' reaches the next read, or the end of the method, without AdvanceTo, so the next read fails; call AdvanceTo once on every path");

    public static readonly DiagnosticDescriptor NothingExamined = Warning(
        "PIC3004", Ownership, "What a pipe has read is examined",
        "'{0}' says that nothing after its position was examined, so the next read returns at once with the same content and the loop spins; give the end of the buffer as examined");

    public static readonly DiagnosticDescriptor CompletionUnseen = Warning(
        "PIC3005", Ownership, "Read loops end when the pipe is completed",
        "The loop around '{0}' never asks for IsCompleted, so it spins forever once the writer has completed");

    public static readonly DiagnosticDescriptor ContentSkipped = Warning(
        "PIC3006", Ownership, "The last content of a pipe is looked at",
        "The loop ends at IsCompleted before it has looked at the buffer of '{0}', so the content that came last is lost; look at the buffer first");

    public static readonly DiagnosticDescriptor RestDropped = Warning(
        "PIC3007", Ownership, "Half a message is not consumed",
        "'{0}' consumes what the parser before it could not use yet, so the beginning of the next message is lost; give the start of the rest as consumed and the end as examined");

    public static readonly DiagnosticDescriptor PipeNotCompleted = Warning(
        "PIC3008", Ownership, "Ends of pipes are completed",
        "'{0}' is made here and not completed on every path, so the other end waits forever, or its memory is never returned; call CompleteAsync in a finally");

    public static readonly DiagnosticDescriptor ConcurrentRead = Warning(
        "PIC3009", Ownership, "A pipe is read once at a time",
        "'{0}' is read while the read before has not been awaited, and a pipe has one read at a time, so this throws");

    public static readonly DiagnosticDescriptor UsedAfterComplete = Warning(
        "PIC3010", Ownership, "A pipe is not used after Complete",
        "'{0}' is used after it was completed, so this throws");

    public static readonly DiagnosticDescriptor WrittenAfterAdvance = Warning(
        "PIC3011", Ownership, "Memory of a writer is not used after Advance",
        "'{0}' was advanced or flushed away, so it may be memory of somebody else by now; ask for new memory");

    public static readonly DiagnosticDescriptor UsedAfterReturn = Warning(
        "PIC3012", Ownership, "Pooled memory is not used after it was returned",
        "'{0}' is used after it was returned to its pool, so somebody else may be writing to it already");

    public static readonly DiagnosticDescriptor ReturnedTwice = Warning(
        "PIC3013", Ownership, "Pooled memory is returned once",
        "'{0}' is returned a second time, so two others will be given the same memory");

    public static readonly DiagnosticDescriptor PooledNotReturned = Warning(
        "PIC3014", Ownership, "Pooled memory is returned on every path",
        "What '{0}' has taken from the pool is not returned on every path, so the pool does not save what it is for; return it in a finally");

    public static readonly DiagnosticDescriptor MemoryOutlived = Warning(
        "PIC3015", Ownership, "What outlives memory has a copy of it",
        "'{0}' holds on to memory after {1}, so it will see what somebody else writes there; copy it, or wait for what uses it");

    public static readonly DiagnosticDescriptor ValueTaskConsumedTwice = Warning(
        "PIC3016", Ownership, "A ValueTask is consumed once",
        "'{0}' was consumed before, and its source may serve another operation already, so this may see a result that is not its own; keep the result, or call AsTask once");

    public static readonly DiagnosticDescriptor ConnectionNotReleased = Warning(
        "PIC3017", Ownership, "Responses are disposed",
        "What '{0}' brings is not disposed on every path, so its connection is not free for others; declare it with using");
}
