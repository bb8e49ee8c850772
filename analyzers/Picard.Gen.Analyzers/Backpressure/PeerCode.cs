using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Which functions a peer has called: endpoints, events, hubs, handlers of messages, and what has the peer's connection in its hands.</summary>
internal static class PeerCode
{
    // Limit: a handler calls a method that calls a method; what is further away is a service, which may have bounds of its own.
    private const int MostHops = 2;

    public static bool IsPeerFacing(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken) => IsPeerFacing(function, model, MostHops, cancellationToken);

    /// <summary>Whether a function is an endpoint or an event itself, not only called by one.</summary>
    public static bool IsEntry(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var at = function; Calls.IsFunction(at); at = Calls.FunctionOf(at))
        {
            if (IsEntryItself(at, model, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a function, not one around it, is an endpoint or an event.</summary>
    public static bool IsEntryItself(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
    {
        var entries = EntryPoints.In(model.Compilation);
        return function is AnonymousFunctionExpressionSyntax lambda
            ? entries.OfFunction(lambda, model, cancellationToken) is not null
            : Calls.SymbolOf(function, model, cancellationToken) is { } method && entries.Of(method) is not null;
    }

    private static bool IsPeerFacing(SyntaxNode function, SemanticModel model, int hops, CancellationToken cancellationToken)
    {
        if (function.SyntaxTree != model.SyntaxTree)
        {
            return false;
        }

        if (IsEntry(function, model, cancellationToken))
        {
            return true;
        }

        for (var at = function; Calls.IsFunction(at); at = Calls.FunctionOf(at))
        {
            if (Calls.SymbolOf(at, model, cancellationToken) is not { } method)
            {
                continue;
            }

            if (method.Parameters.Any(static parameter => IsPeer(parameter.Type)) || IsMessageHandler(at, method, model, cancellationToken)
                || Calls.Inside<InvocationExpressionSyntax>(at).Any(call => Receiving.IsLikely(call) && IsFromPeer(call, model, cancellationToken)))
            {
                return true;
            }
        }

        return hops > 0 && function is MethodDeclarationSyntax or LocalFunctionStatementSyntax && CallersOf(function).Any(caller => IsPeerFacing(caller, model, hops - 1, cancellationToken));
    }

    /// <summary>The functions of the same type that call this one.</summary>
    private static IEnumerable<SyntaxNode> CallersOf(SyntaxNode function)
    {
        var name = (function as MethodDeclarationSyntax)?.Identifier.ValueText ?? ((LocalFunctionStatementSyntax)function).Identifier.ValueText;
        var scope = (SyntaxNode?)function.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? function.SyntaxTree.GetRoot();
        return scope.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } && Calls.Name(call) == name)
            .Select(Calls.FunctionOf).Where(caller => caller != function).Distinct();
    }

    private static bool IsPeer(ITypeSymbol type) => type.Name switch
    {
        "HttpContext" or "HttpRequest" => Api.IsIn(type, "Microsoft.AspNetCore.Http"),
        "HttpListenerContext" or "HttpListenerRequest" => Api.IsIn(type, "System.Net"),
        "Socket" or "TcpClient" or "NetworkStream" or "UdpReceiveResult" => Api.IsIn(type, "System.Net.Sockets"),
        "WebSocket" or "ClientWebSocket" => Api.IsIn(type, "System.Net.WebSockets"),
        "PipeReader" or "IDuplexPipe" => Api.IsIn(type, "System.IO.Pipelines"),
        "ConnectionContext" or "ServerCallContext" or "IAsyncStreamReader" => true,
        _ => false,
    };

    private static bool IsFromPeer(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        var type = Calls.ReceiverTypeOf(call, model, cancellationToken);
        return Receiving.Is(call, model, cancellationToken) && (!Api.IsStream(type) || Loops.Around(call).Any());
    }

    /// <summary>Whether a function has the shape of an event handler for what comes from outside; those of windows, timers and the like have not.</summary>
    private static bool IsMessageHandler(SyntaxNode function, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        if (function is AnonymousFunctionExpressionSyntax && function.Parent is AssignmentExpressionSyntax added)
        {
            return method.Parameters.Length > 0 && IsMessage(Calls.LastName(added.Left) ?? "");
        }

        if (function is AnonymousFunctionExpressionSyntax && function.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call })
        {
            return Calls.Name(call) is "On" or "Subscribe" or "OnMessage" && method.Parameters.Length > 0 && Calls.ReceiverTypeOf(call, model, cancellationToken) is { } receiver
                && (receiver.Name is "HubConnection" or "ISubscriber" or "IConnection" || IsMessage(receiver.Name));
        }

        if (method.Parameters.Length > 0 && function is MethodDeclarationSyntax && (IsHandlerName(method.Name) || (method.Name == "OnNext" && method.ContainingType is { } observer && Api.Is(observer, "IObserver", "System"))))
        {
            return true;
        }

        return method.Parameters.Length == 2 && method.Parameters[0].Type.SpecialType == SpecialType.System_Object && method.Parameters[1].Type is { } arguments
            && arguments.Name.EndsWith("EventArgs", StringComparison.Ordinal) && arguments.Name != "EventArgs"
            && (IsMessage(arguments.Name) || IsMessage(method.Name) || arguments.Name == "SocketAsyncEventArgs") && !Api.IsBelow(arguments, "System.Windows") && !Api.IsBelow(arguments, "System.Diagnostics");
    }

    /// <summary>Names that methods have which are given what a connection brings.</summary>
    private static bool IsHandlerName(string name) =>
        (name.StartsWith("On", StringComparison.Ordinal) || name.StartsWith("Handle", StringComparison.Ordinal)) && IsMessage(name) && name.IndexOf("Database", StringComparison.Ordinal) < 0;

    private static bool IsMessage(string name) => name.IndexOf("Receiv", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Message", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Deliver", StringComparison.Ordinal) >= 0
        || name.IndexOf("Packet", StringComparison.Ordinal) >= 0 || name.IndexOf("Frame", StringComparison.Ordinal) >= 0 || name.IndexOf("Data", StringComparison.Ordinal) >= 0 || name.IndexOf("Chunk", StringComparison.Ordinal) >= 0;
}
