using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Arrays that the compiler makes for <c>params</c>. Without arguments there is one that all share, and <c>params</c> spans are on the stack.</summary>
internal static class Arrays
{
    public static Allocated? Of(IArgumentOperation argument) =>
        argument is { ArgumentKind: ArgumentKind.ParamArray, Parameter: { } parameter, Value: IArrayCreationOperation { Initializer.ElementValues.Length: > 0 } }
            && parameter.ContainingSymbol is IMethodSymbol method && !StringBuilding.IsFormat(method) && argument.Parent is { } call
            ? new Allocated(StringBuilding.NameIn(call.Syntax), NameOf(method), parameter.Name)
            : null;

    private static string NameOf(IMethodSymbol method) => method.MethodKind == MethodKind.Constructor ? Names.Of(method.ContainingType) : method.Name;
}
