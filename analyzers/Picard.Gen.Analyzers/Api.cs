using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Types of the framework that the rules know, told by name: what is judged may reference any of them, none, or declare its own.</summary>
internal static class Api
{
    public static bool IsPipeWriter(ITypeSymbol? type) => Is(type, "PipeWriter", "System.IO.Pipelines");

    public static bool IsPipeReader(ITypeSymbol? type) => Is(type, "PipeReader", "System.IO.Pipelines");

    public static bool IsStream(ITypeSymbol? type) => Is(type, "Stream", "System.IO");

    public static bool IsMemoryStream(ITypeSymbol? type) => Is(type, "MemoryStream", "System.IO");

    public static bool IsTextReader(ITypeSymbol? type) => Is(type, "TextReader", "System.IO");

    public static bool IsChannelReader(ITypeSymbol? type) => Is(type, "ChannelReader", "System.Threading.Channels");

    public static bool IsChannelWriter(ITypeSymbol? type) => Is(type, "ChannelWriter", "System.Threading.Channels");

    public static bool IsChannel(ITypeSymbol? type) => Is(type, "Channel", "System.Threading.Channels");

    public static bool IsFlow(ITypeSymbol? type) => type is { TypeKind: TypeKind.Enum, Name: "Flow" } && IsIn(type, "Picard");

    public static bool IsDownstream(ITypeSymbol? type) => type is { Name: "Downstream" } && IsIn(type, "Picard");

    public static bool IsUpstream(ITypeSymbol? type) => type is { Name: "Upstream" } && IsIn(type, "Picard");

    public static bool IsContentWriter(ITypeSymbol? type) => type is { Name: "ContentWriter" } && IsIn(type, "Picard");

    public static bool IsContentReader(ITypeSymbol? type) => type is { Name: "ContentReader" } && IsIn(type, "Picard");

    public static bool IsHttpRequest(ITypeSymbol? type) => Is(type, "HttpRequest", "Microsoft.AspNetCore.Http");

    public static bool IsWebSocket(ITypeSymbol? type) => Is(type, "WebSocket", "System.Net.WebSockets");

    public static bool IsSocket(ITypeSymbol? type) => Is(type, "Socket", "System.Net.Sockets") || Is(type, "UdpClient", "System.Net.Sockets");

    /// <summary>Whether a type is one of a name and namespace, derives from it or implements it; whatever its type arguments.</summary>
    public static bool Is(ITypeSymbol? type, string name, string space)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.Name == name && IsIn(at, space))
            {
                return true;
            }
        }

        if (name[0] != 'I' || name.Length < 2 || !char.IsUpper(name[1]) || type is null)
        {
            return false;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (implemented.Name == name && IsIn(implemented, space))
            {
                return true;
            }
        }

        return type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(constraint => Is(constraint, name, space));
    }

    /// <summary>Whether a type is declared in exactly this namespace.</summary>
    public static bool IsIn(ISymbol symbol, string space)
    {
        var at = symbol.ContainingNamespace;
        var end = space.Length;
        while (end > 0 && at is { IsGlobalNamespace: false })
        {
            var start = space.LastIndexOf('.', end - 1) + 1;
            if (at.Name.Length != end - start || string.CompareOrdinal(at.Name, 0, space, start, end - start) != 0)
            {
                return false;
            }

            end = start - 1;
            at = at.ContainingNamespace;
        }

        return end <= 0 && at is { IsGlobalNamespace: true };
    }

    /// <summary>Whether a type is declared below a namespace.</summary>
    public static bool IsBelow(ISymbol symbol, string space)
    {
        for (var at = symbol.ContainingNamespace; at is { IsGlobalNamespace: false }; at = at.ContainingNamespace)
        {
            if (at.ToDisplayString() == space)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is awaited: the result of a task, or the type itself where it is none.</summary>
    public static ITypeSymbol? Awaited(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable", TypeArguments: [var result] } ? result : type;

    public static bool IsException(ITypeSymbol? type) => Is(type, "Exception", "System");

    public static bool IsTask(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask" } && IsIn(type, "System.Threading.Tasks");
}
