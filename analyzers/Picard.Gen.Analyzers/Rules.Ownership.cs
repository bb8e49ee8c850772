using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

// 3xxx: what is used after it belongs to somebody else.
internal static partial class Rules
{
    private const string Ownership = "Picard.Ownership";

    public static readonly DiagnosticDescriptor SharedState = Warning(
        "PIC3001", Ownership, "Route handlers are shared by all exchanges",
        "'{0}' can be changed, and one '{1}' serves all exchanges at once, so what one writes others see or overwrite; make it readonly or volatile, or put it into a service");
}
