using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Calls that wait for what a peer, or a producer, sends.</summary>
internal static class Receiving
{
    /// <summary>A gate without semantics.</summary>
    public static bool IsLikely(InvocationExpressionSyntax call) => Calls.Name(call) switch
    {
        "ReadAsync" or "ReadAtLeastAsync" or "ReadExactlyAsync" or "Read" or "ReadByte" or "ReadLineAsync" or "ReadLine" or "ReadBlockAsync" or "Receive" or "ReadAllAsync" or "WaitToReadAsync" or "OutputAvailableAsync"
            or "GetConsumingEnumerable" or "MoveNext" or "Take" or "ReadNextSectionAsync" or "ReadNextAsync" => true,
        var name => IsReceiveWord(name) || name.StartsWith("ReadMessage", StringComparison.Ordinal) || name.StartsWith("ReadFrame", StringComparison.Ordinal)
            || name.StartsWith("ReadPacket", StringComparison.Ordinal) || name.StartsWith("ReadCommand", StringComparison.Ordinal) || name.StartsWith("ReadRequest", StringComparison.Ordinal) || name.StartsWith("ReadChunk", StringComparison.Ordinal),
    };

    /// <summary>Whether a call waits for the next connection.</summary>
    public static bool IsAccept(InvocationExpressionSyntax call) => Calls.Name(call) is "Accept" or "AcceptAsync" or "AcceptSocket" or "AcceptSocketAsync" or "AcceptTcpClient" or "AcceptTcpClientAsync" or "AcceptConnectionAsync"
        or "AcceptInboundStreamAsync" or "GetContext" or "GetContextAsync" or "WaitForConnection" or "WaitForConnectionAsync";

    /// <summary>Whether a call brings what a peer has sent; not what files, tables and the program's own memory hold.</summary>
    public static bool Is(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (!IsLikely(call))
        {
            return false;
        }

        var name = Calls.Name(call);
        if (Calls.ReceiverOf(call) is not { } receiver || model.GetTypeInfo(receiver, cancellationToken).Type is not { } type)
        {
            return IsReceive(name) && call.Expression is IdentifierNameSyntax;
        }

        if (Api.IsStream(type))
        {
            return name.StartsWith("Read", StringComparison.Ordinal) && IsPeerStream(receiver, model, cancellationToken);
        }

        if (Api.IsTextReader(type))
        {
            return name.StartsWith("Read", StringComparison.Ordinal) && !Api.Is(type, "StringReader", "System.IO") && IsPeerReader(receiver, model, cancellationToken);
        }

        return name switch
        {
            "ReadAsync" or "ReadAtLeastAsync" => Api.IsPipeReader(type) || Api.IsChannelReader(type) || Api.IsContentReader(type),
            "ReadAllAsync" or "WaitToReadAsync" => Api.IsChannelReader(type) || type is { Name: "IAsyncStreamReader" },
            "Receive" => Api.IsSocket(type) || Api.IsIn(type, "System.Threading.Tasks.Dataflow"),
            "OutputAvailableAsync" => true,
            "GetConsumingEnumerable" or "Take" => Api.Is(type, "BlockingCollection", "System.Collections.Concurrent"),
            "MoveNext" => type is { Name: "IAsyncStreamReader" },
            "ReadNextSectionAsync" => type is { Name: "MultipartReader" },
            "ReadNextAsync" => Api.IsIn(type, "Picard"),
            _ => IsReceive(name),
        };
    }

    /// <summary>Whether a loop waits for a peer in each turn.</summary>
    public static bool IsIn(StatementSyntax loop, SemanticModel model, CancellationToken cancellationToken) =>
        Loops.CallsIn(loop).Any(call => Is(call, model, cancellationToken)) || (Loops.IsAwaiting(loop) && loop is CommonForEachStatementSyntax each && IsPeerSequence(each.Expression, model, cancellationToken));

    /// <summary>Whether an asynchronous sequence is what a peer sends: a parameter of a function that peers call, or of a receiving call.</summary>
    public static bool IsPeerSequence(ExpressionSyntax items, SemanticModel model, CancellationToken cancellationToken)
    {
        var origin = Calls.Strip(items);
        return origin is InvocationExpressionSyntax call
            ? Is(call, model, cancellationToken)
            : model.GetSymbolInfo(origin, cancellationToken).Symbol is IParameterSymbol && PeerCode.IsPeerFacing(Calls.FunctionOf(items), model, cancellationToken);
    }

    /// <summary>Whether a stream comes from a peer. A stream of unknown origin does, unless its type or its maker say that it is a file or memory.</summary>
    public static bool IsPeerStream(ExpressionSyntax stream, SemanticModel model, CancellationToken cancellationToken) =>
        !IsLocal(stream, model, cancellationToken);

    private static bool IsReceive(string name) => IsReceiveWord(name) || (name.StartsWith("Read", StringComparison.Ordinal) && name.Length > 12 && name.EndsWith("Async", StringComparison.Ordinal)
        && !name.StartsWith("ReadAll", StringComparison.Ordinal) && name is not ("ReadExactlyAsync" or "ReadAtLeastAsync" or "ReadBlockAsync" or "ReadLineAsync"));

    /// <summary>Whether a name says to receive, and not what a receiver is or was.</summary>
    private static bool IsReceiveWord(string name) => name.StartsWith("Receive", StringComparison.Ordinal) && (name.Length == 7 || char.IsUpper(name[7]));

    private static bool IsPeerReader(ExpressionSyntax reader, SemanticModel model, CancellationToken cancellationToken)
    {
        var origin = Origins.Of(reader, model, cancellationToken);
        return origin switch
        {
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var source, ..] } when origin.SyntaxTree == model.SyntaxTree =>
                Api.IsStream(model.GetTypeInfo(source.Expression, cancellationToken).Type) && IsPeerStream(source.Expression, model, cancellationToken),
            InvocationExpressionSyntax made => Calls.Name(made) is not ("OpenText" or "GetStandardOutput"),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "In" or "StandardOutput" or "StandardError" } => false,
            IdentifierNameSyntax => !IsGivenByAll(origin, model, static (given, of, cancellation) => !IsPeerReader(given, of, cancellation), cancellationToken),
            _ => true,
        };
    }

    /// <summary>Whether an expression is a parameter of a method that others cannot call, and whoever calls it gives it what a question is answered with yes for.</summary>
    private static bool IsGivenByAll(ExpressionSyntax parameter, SemanticModel model, Func<ExpressionSyntax, SemanticModel, CancellationToken, bool> question, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(parameter, cancellationToken).Symbol is not IParameterSymbol { Ordinal: var ordinal, ContainingSymbol: IMethodSymbol { DeclaredAccessibility: Accessibility.Private or Accessibility.Internal } method })
        {
            return false;
        }

        var source = SourceIndex.In(model.Compilation);
        var given = new List<(ExpressionSyntax Argument, SemanticModel Model)>();
        foreach (var call in source.Called(method.Name).OfType<InvocationExpressionSyntax>())
        {
            var of = source.ModelOf(call.SyntaxTree);
            if (Calls.MethodOf(call, of, cancellationToken) is { } called && SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, method.OriginalDefinition))
            {
                if (call.ArgumentList.Arguments.ElementAtOrDefault(ordinal) is not { NameColon: null, Expression: var argument } || Calls.FunctionOf(call) == Calls.FunctionOf(parameter))
                {
                    return false;
                }

                given.Add((argument, of));
            }
        }

        // Limit: one call away; what comes from further away is asked no more.
        return given.Count > 0 && given.All(one => Origins.Of(one.Argument, one.Model, cancellationToken) is not IdentifierNameSyntax && question(one.Argument, one.Model, cancellationToken));
    }

    private static bool IsLocal(ExpressionSyntax stream, SemanticModel model, CancellationToken cancellationToken)
    {
        if (IsLocalType(model.GetTypeInfo(stream, cancellationToken).Type))
        {
            return true;
        }

        var origin = Origins.Of(stream, model, cancellationToken);
        switch (origin)
        {
            case InvocationExpressionSyntax made when Calls.LastName(Calls.ReceiverOf(made)) is "File" or "Assembly" or "Console" || Calls.Name(made) is "GetManifestResourceStream" or "OpenRead" or "OpenReadStream" or "OpenStandardInput" or "Open" or "CreateReadStream" or "Create":
                return true;
            case BaseObjectCreationExpressionSyntax creation when creation.SyntaxTree == model.SyntaxTree:
                return IsLocalType(model.GetTypeInfo(creation, cancellationToken).Type)
                    || (creation.ArgumentList?.Arguments is [var inner, ..] && Api.IsStream(model.GetTypeInfo(inner.Expression, cancellationToken).Type) && IsLocal(inner.Expression, model, cancellationToken));
            default:
                return origin is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "BaseStream" };
        }
    }

    private static bool IsLocalType(ITypeSymbol? type) => Api.IsMemoryStream(type) || Api.Is(type, "FileStream", "System.IO") || Api.Is(type, "UnmanagedMemoryStream", "System.IO") || type is { Name: "PipeStream" or "AnonymousPipeClientStream" };
}
