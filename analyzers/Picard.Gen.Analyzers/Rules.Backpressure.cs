using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

// 2xxx: what is produced faster than it is taken.
internal static partial class Rules
{
    private const string Backpressure = "Picard.Backpressure";

    public static readonly DiagnosticDescriptor IgnoredFlow = Warning(
        "PIC2001", Backpressure, "The Flow of a write is looked at",
        "'{0}' ignores the Flow of '{1}', so it writes on while the {2} reads slowly and what waits for the {2} grows; return the Flow, await the write, or stop at Flow.Paused");

    public static readonly DiagnosticDescriptor IgnoredResult = Warning(
        "PIC2002", Backpressure, "A result that says to slow down is looked at",
        "'{0}' ignores the result of '{1}', so {2}");

    public static readonly DiagnosticDescriptor UnflushedWrites = Warning(
        "PIC2003", Backpressure, "Writes in a loop await a flush in the loop",
        "'{0}' writes to '{1}' in a loop that awaits no flush, so all of it is held in memory however slowly it is read; await FlushAsync in the loop");

    public static readonly DiagnosticDescriptor UnawaitedWrite = Warning(
        "PIC2004", Backpressure, "Writes are awaited",
        "'{0}' does not await '{1}', so it goes on while the reader is slow, and writes that wait pile up in memory");

    public static readonly DiagnosticDescriptor UnboundedQueue = Warning(
        "PIC2005", Backpressure, "What waits between producer and consumer has a bound",
        "{0} has no bound, so a producer that is faster than its consumer fills memory instead of waiting; {1}");

    public static readonly DiagnosticDescriptor GrowingCollection = Warning(
        "PIC2006", Backpressure, "What grows with what a peer sends has a limit",
        "'{0}' grows in '{1}' with what a peer sends and nothing limits it, so the peer decides how much memory is held; compare its size with a limit, or remove what is old");

    public static readonly DiagnosticDescriptor WholeContent = Warning(
        "PIC2007", Backpressure, "Content that is held whole has a limit",
        "'{0}' {1}, so a peer decides how much memory is held; {2}");

    public static readonly DiagnosticDescriptor UnboundedFanOut = Warning(
        "PIC2008", Backpressure, "Work that is started for each item has a bound",
        "'{0}' starts '{1}' for each item and waits for none before it starts the next, so as much runs at once as there are items; use Parallel.ForEachAsync, or a SemaphoreSlim that is waited for first");

    public static readonly DiagnosticDescriptor PausedForever = Warning(
        "PIC2009", Backpressure, "A producer that stops at Flow.Paused goes on at [OnResume]",
        "'{0}' stops when '{1}' says Flow.Paused, but '{2}' has no method marked [OnResume], so it never goes on and the exchange stands still");

    public static readonly DiagnosticDescriptor PauseWithoutResume = Warning(
        "PIC2010", Backpressure, "Every pause has its resume",
        "'{0}' pauses the {2}, but {1}, so no more content arrives and the exchange stands still");

    public static readonly DiagnosticDescriptor DetachedContent = Warning(
        "PIC2011", Backpressure, "Content is taken no faster than it is passed on",
        "'{0}' is called for each piece of content and does not wait for '{1}', so content is read faster than it is written; return the task or the Flow, or await it");
}
