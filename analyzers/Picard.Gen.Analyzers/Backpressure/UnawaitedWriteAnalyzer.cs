using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Tasks of writes that nobody awaits, so that nobody waits for a slow reader.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnawaitedWriteAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnawaitedWrite];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.InvocationExpression);
    }

    /// <summary>Whether a call writes where there is a reader to wait for.</summary>
    internal static bool IsWrite(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (!IsName(Calls.Name(call)) || Calls.MethodOf(call, model, cancellationToken) is not { ContainingType: { } declaring } method || !IsAwaitable(method.ReturnType))
        {
            return false;
        }

        var receiver = Calls.ReceiverTypeOf(call, model, cancellationToken);
        return IsTarget(receiver, Calls.Name(call)) || (method.IsExtensionMethod && IsTarget((method.ReducedFrom ?? method).Parameters[0].Type, method.Name))
            || Api.IsIn(declaring, "System.Threading.Tasks.Dataflow");
    }

    private static bool IsName(string name) => name is "WriteAsync" or "FlushAsync" or "SendAsync" or "SendToAsync" or "WriteLineAsync" or "CopyToAsync" or "WriteAsJsonAsync"
        or "SendFileAsync" or "SendCoreAsync" or "InvokeAsync";

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var name = Calls.Name(call);
        var site = new CallSite(context, call);
        if (call.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax && call.Expression is MemberAccessExpressionSyntax && IsOfHub(site) && site.Use is { IsIgnored: true })
        {
            site.Report(Rules.UnawaitedWrite, Calls.Display(site.Function), site.Display);
            return;
        }

        if (!name.EndsWith("Async", StringComparison.Ordinal) || (!IsName(name) && !MayPassOn(name)))
        {
            return;
        }

        var use = site.Use;
        if (use.IsAwaited ? !IsInAsyncVoid(site) || IsInPump(site) : !use.IsIgnored || site.IsInTest)
        {
            return;
        }

        if (IsWrite(call, site.Model, site.Cancellation) ? !IsToMemory(site) : !use.IsAwaited && PassesOn(site))
        {
            site.Report(Rules.UnawaitedWrite, Calls.Display(site.Function), site.Display);
        }
    }

    /// <summary>Whether a call goes to clients of a hub by a method of the interface that they are known by.</summary>
    private static bool IsOfHub(CallSite site)
    {
        for (var at = Calls.ReceiverOf(site.Call); at is not null; at = at is MemberAccessExpressionSyntax member ? member.Expression : at is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } ? called.Expression : null)
        {
            if (at is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Clients" } or IdentifierNameSyntax { Identifier.ValueText: "Clients" })
            {
                return site.Model.GetTypeInfo(at, site.Cancellation).Type is { } clients && Api.IsBelow(clients, "Microsoft.AspNetCore.SignalR") && site.Method is { } method && Api.IsTask(method.ReturnType);
            }
        }

        return false;
    }

    /// <summary>Whether an awaited write is in a function that its caller cannot await; handlers of events can be nothing else.</summary>
    private static bool IsInAsyncVoid(CallSite site) => site.Function switch
    {
        MethodDeclarationSyntax method => method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } && !method.ParameterList.Parameters.Any(static parameter => parameter.Type?.ToString().EndsWith("EventArgs", StringComparison.Ordinal) == true),
        AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0, Parent: ArgumentSyntax } lambda => Calls.SymbolOf(lambda, site.Model, site.Cancellation) is { ReturnsVoid: true },
        _ => false,
    } && !site.IsInTest;

    /// <summary>Whether a loop waits for an item and then for its write: however often it is started, each takes one at a time.</summary>
    private static bool IsInPump(CallSite site) => Loops.Around(site.Call).Any(loop => Receiving.IsIn(loop, site.Model, site.Cancellation));

    private static bool MayPassOn(string name) =>
        name.StartsWith("Write", StringComparison.Ordinal) || name.StartsWith("Send", StringComparison.Ordinal) || name.StartsWith("Push", StringComparison.Ordinal) || name.StartsWith("Flush", StringComparison.Ordinal)
        || name.StartsWith("Forward", StringComparison.Ordinal) || name.StartsWith("Broadcast", StringComparison.Ordinal) || name.StartsWith("Publish", StringComparison.Ordinal) || name.StartsWith("Reply", StringComparison.Ordinal)
        || name.StartsWith("Respond", StringComparison.Ordinal) || name.StartsWith("Echo", StringComparison.Ordinal) || name.StartsWith("Relay", StringComparison.Ordinal) || name.StartsWith("Emit", StringComparison.Ordinal) || name.StartsWith("Enqueue", StringComparison.Ordinal);

    /// <summary>Whether a method of the project does nothing but write, so that its task is that of a write.</summary>
    private static bool PassesOn(CallSite site)
    {
        if (site.Method is not { } method || !IsAwaitable(method.ReturnType) || method.DeclaringSyntaxReferences.Length == 0)
        {
            return false;
        }

        var body = method.DeclaringSyntaxReferences[0].GetSyntax(site.Cancellation);
        var writes = Calls.Inside<InvocationExpressionSyntax>(body).Where(static inner => IsName(Calls.Name(inner))).ToList();
        return writes.Count > 0 && !Calls.Inside<StatementSyntax>(body).Any(Loops.IsLoop)
            && (body.SyntaxTree != site.Model.SyntaxTree || writes.Any(write => IsWrite(write, site.Model, site.Cancellation)));
    }

    private static bool IsAwaitable(ITypeSymbol type) => Api.IsTask(type);

    private static bool IsTarget(ITypeSymbol? type, string name) => name switch
    {
        "SendAsync" or "SendToAsync" or "SendFileAsync" => Api.IsSocket(type) || Api.IsWebSocket(type) || IsClient(type) || Api.Is(type, "ITargetBlock", "System.Threading.Tasks.Dataflow")
            || Api.Is(type, "HttpResponse", "Microsoft.AspNetCore.Http") || Api.Is(type, "HubConnection", "Microsoft.AspNetCore.SignalR.Client"),
        "SendCoreAsync" => IsClient(type),
        "CopyToAsync" => Api.IsStream(type) || Api.IsPipeReader(type) || Api.IsContentReader(type),
        "WriteAsJsonAsync" => Api.Is(type, "HttpResponse", "Microsoft.AspNetCore.Http"),
        "InvokeAsync" => Api.Is(type, "HubConnection", "Microsoft.AspNetCore.SignalR.Client"),
        _ => Api.IsPipeWriter(type) || (Api.IsStream(type) && !Api.IsMemoryStream(type)) || Api.IsChannelWriter(type) || Api.IsDownstream(type) || Api.IsContentWriter(type)
            || (Api.Is(type, "TextWriter", "System.IO") && !Api.Is(type, "StringWriter", "System.IO")) || Api.Is(type, "HttpResponse", "Microsoft.AspNetCore.Http")
            || type is { Name: "IServerStreamWriter" or "IAsyncStreamWriter" or "IClientStreamWriter" or "ConnectionContext" or "Utf8JsonWriter" or "BinaryWriter" or "XmlWriter" },
    };

    /// <summary>Clients of SignalR.</summary>
    private static bool IsClient(ITypeSymbol? type) => Api.Is(type, "IClientProxy", "Microsoft.AspNetCore.SignalR") || type is { Name: "ISingleClientProxy" };

    /// <summary>Whether what is written to is memory of the program's own, or its console.</summary>
    private static bool IsToMemory(CallSite site) => Calls.ReceiverOf(site.Call) is { } receiver
        && (Calls.Strip(receiver) is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Console" } }
            || Api.IsMemoryStream(site.Model.GetTypeInfo(receiver, site.Cancellation).Type)
            || (Origins.Of(receiver, site.Model, site.Cancellation) is BaseObjectCreationExpressionSyntax made && made.SyntaxTree == site.Model.SyntaxTree
                && Api.IsMemoryStream(site.Model.GetTypeInfo(made, site.Cancellation).Type)));
}
