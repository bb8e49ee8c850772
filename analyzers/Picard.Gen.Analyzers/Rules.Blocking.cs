using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

// 1xxx: what holds up a thread that others wait for. In entry points of ASP.NET Core and in loops over pipes and channels all are warnings.
internal static partial class Rules
{
    private const string Blocking = "Picard.Blocking";

    private const string Blocks = "'{0}' blocks: {1}, which holds up {2}{3}";

    public static readonly DiagnosticDescriptor Waits = Error("PIC1001", Blocking, "Tasks are awaited, not waited for", Blocks);

    public static readonly DiagnosticDescriptor Sleeps = Error("PIC1002", Blocking, "Nothing sleeps or spins while others wait", Blocks);

    public static readonly DiagnosticDescriptor SynchronousInput = Error("PIC1003", Blocking, "Input and output are awaited", Blocks);

    public static readonly DiagnosticDescriptor Synchronizes = Error("PIC1004", Blocking, "Other threads are awaited, not waited for", Blocks);

    public static readonly DiagnosticDescriptor ParallelLoop = Error("PIC1005", Blocking, "No data-parallel loop holds up a thread that others wait for", Blocks);

    public static readonly DiagnosticDescriptor HeldLock = Error("PIC1006", Blocking, "No lock is held over what blocks", Blocks);
}
