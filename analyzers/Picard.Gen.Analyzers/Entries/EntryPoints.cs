using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Which methods are entry points: where a thread that others wait for comes into the user's code.</summary>
internal sealed class EntryPoints
{
    private const string NonBlockingName = "Picard.NonBlockingAttribute";

    private readonly KnownSymbols? _known;

    private EntryPoints(KnownSymbols? known)
    {
        _known = known;
    }

    /// <summary>Works with any compilation: <c>[NonBlocking]</c> counts whatever assembly declares it.</summary>
    public static EntryPoints In(Compilation compilation) => new(KnownSymbols.In(compilation));

    /// <summary>As what a method is called; null: it is no entry point by itself.</summary>
    public EntryPoint? Of(IMethodSymbol method)
    {
        var isOffloaded = method.GetAttributes().Any(KnownSymbols.IsOffload) || method.ContainingType?.GetAttributes().Any(KnownSymbols.IsOffload) == true;
        return KindOf(method) is { } kind ? new EntryPoint(kind, isOffloaded) : null;
    }

    private EntryKind? KindOf(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (IsNonBlocking(attribute))
            {
                return EntryKind.NonBlocking;
            }

            if (_known is not null && KindOf(method, attribute, _known) is { } kind)
            {
                return kind;
            }
        }

        return null;
    }

    private static EntryKind? KindOf(IMethodSymbol method, AttributeData attribute, KnownSymbols known)
    {
        if (SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, known.WebSocketRoute))
        {
            return EntryKind.WebSocket;
        }

        if (method.ContainingType is not { } type || !(known.IsHandler(type) || known.IsMiddleware(type)))
        {
            return null;
        }

        return known.IsRoute(attribute) ? EntryKind.Route : known.IsEvent(attribute) ? EntryKind.Event : null;
    }

    private static bool IsNonBlocking(AttributeData attribute) => attribute.AttributeClass?.ToDisplayString() == NonBlockingName;
}
