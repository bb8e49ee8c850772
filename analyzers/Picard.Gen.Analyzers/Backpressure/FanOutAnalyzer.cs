using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Work that is started for each item of what a peer or a producer sends, with nothing that holds the next item back.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FanOutAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnboundedFanOut];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(AnalyzeLoop, SyntaxKind.WhileStatement, SyntaxKind.DoStatement, SyntaxKind.ForStatement, SyntaxKind.ForEachStatement, SyntaxKind.ForEachVariableStatement);
        context.RegisterSyntaxNodeAction(AnalyzeCall, SyntaxKind.InvocationExpression);
        context.RegisterSyntaxNodeAction(AnalyzeDegree, SyntaxKind.SimpleAssignmentExpression);
    }

    private static void AnalyzeLoop(SyntaxNodeAnalysisContext context)
    {
        var loop = (StatementSyntax)context.Node;
        var model = context.SemanticModel;
        var starts = Loops.CallsIn(loop).Where(call => Loops.Around(call).FirstOrDefault() == loop && IsDetachable(call)).ToList();
        if (starts.Count == 0 || Tests.Contain(loop))
        {
            return;
        }

        foreach (var start in starts)
        {
            if (IsStarted(start, model, context.CancellationToken) is { } kept && !IsSmallOrHeld(loop, context) && IsUnbounded(loop, kept, start, model, context.CancellationToken))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.UnboundedFanOut, start.GetLocation(), Calls.Display(Calls.FunctionOf(loop)), Calls.Name(start)));
                return;
            }
        }
    }

    private static bool IsSmallOrHeld(StatementSyntax loop, SyntaxNodeAnalysisContext context) =>
        Loops.Around(loop.ChildNodes().Last()).Any(around => Loops.IsSmall(around, context.SemanticModel, context.CancellationToken)) || Limits.AreGated(loop) || IsChunked(loop)
        || Limits.AreChecked(loop, null);

    /// <summary>A gate without semantics: a call whose value is thrown away or put into a collection.</summary>
    private static bool IsDetachable(InvocationExpressionSyntax call) =>
        call.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax or ArgumentSyntax or MemberAccessExpressionSyntax && !Members.IsAction(call);

    /// <summary>Whether a call starts work that nobody waits for in this turn; true: its task is kept for later.</summary>
    private static bool? IsStarted(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (call.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax add })
        {
            return Calls.Name(add) is "Add" or "Enqueue" or "Push" && Calls.ReceiverOf(add) is { } list && model.GetTypeInfo(list, cancellationToken).Type is INamedTypeSymbol { TypeArguments: [{ Name: "Task" or "ValueTask" }] }
                && model.GetTypeInfo(call, cancellationToken).Type is { } added && Api.IsTask(added) ? true : null;
        }

        if (Calls.MethodOf(call, model, cancellationToken) is not { } method)
        {
            return null;
        }

        var isQueued = method is { Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem", ContainingType.Name: "ThreadPool" };
        if (!isQueued && !Api.IsTask(method.ReturnType))
        {
            return null;
        }

        // A write that nobody awaits is for the rule of writes.
        var use = ValueUse.Of(call, model, cancellationToken);
        return use.IsIgnored && !use.IsAwaited && !UnawaitedWriteAnalyzer.IsWrite(call, model, cancellationToken) && !IsOwnLoop(call, method) ? false : null;
    }

    private static bool IsOwnLoop(InvocationExpressionSyntax call, IMethodSymbol method) => method.Name is "Delay" or "Yield" or "ContinueWith" or "CancelAsync" or "DisposeAsync" or "StopAsync" || call.ArgumentList.Arguments.Count == 0 && method.Name is "Dispose";

    private static bool IsUnbounded(StatementSyntax loop, bool isKept, SyntaxNode start, SemanticModel model, CancellationToken cancellationToken)
    {
        if (Loops.IsAwaiting(loop))
        {
            return true;
        }

        if (loop is CommonForEachStatementSyntax each)
        {
            return IsOfPeer(each.Expression, model, cancellationToken) || (each.Expression is InvocationExpressionSyntax items && Receiving.Is(items, model, cancellationToken))
                || (isKept && IsOfCaller(each.Expression, model, cancellationToken) && CallsOut(start, model, cancellationToken));
        }

        // Who accepts connections bounds them elsewhere: by the backlog, or by a limit of the server.
        var scope = Loops.Around(loop).LastOrDefault() ?? loop;
        return !Loops.CallsIn(scope).Any(static call => Calls.Name(call).StartsWith("Accept", StringComparison.Ordinal) || Calls.Name(call) is "GetContextAsync" or "WaitForConnectionAsync" or "WaitForNextTickAsync")
            && (Receiving.IsIn(loop, model, cancellationToken) || Loops.CallsIn(scope).Any(call => Receiving.Is(call, model, cancellationToken)) || IsDraining(loop));
    }

    private static bool IsDraining(StatementSyntax loop) => loop is WhileStatementSyntax { Condition: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryRead" } } };

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (Calls.Name(call) is not ("WhenAll" or "ForEach") || Tests.Contain(call))
        {
            return;
        }

        if (IsParallelAsync(call))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnboundedFanOut, call.GetLocation(), Calls.Display(Calls.FunctionOf(call)), Calls.Name(call)));
            return;
        }

        var model = context.SemanticModel;
        var items = Calls.Name(call) == "ForEach" ? AsyncEach(call, model, context.CancellationToken) : SelectedIn(call, model, context.CancellationToken);
        if (items is not var (source, work) || Limits.AreGated(work) || Loops.IsSmall(Calls.Strip(source), model, context.CancellationToken) || IsChunked(source) || Loops.Around(call).Any(IsChunked)
            || Limits.AreChecked(Calls.FunctionOf(call), Calls.LastName(source)))
        {
            return;
        }

        if (IsOfPeer(source, model, context.CancellationToken) || (IsOfCaller(source, model, context.CancellationToken) && CallsOut(work, model, context.CancellationToken)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnboundedFanOut, call.GetLocation(), Calls.Display(Calls.FunctionOf(call)), WorkName(work)));
        }
    }

    private static string WorkName(SyntaxNode work) => work.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Select(Calls.Name).FirstOrDefault() ?? work.ToString();

    /// <summary>The items and the work of <c>Task.WhenAll(items.Select(work))</c>, also where the tasks have a name in between.</summary>
    private static (ExpressionSyntax Items, SyntaxNode Work)? SelectedIn(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (call.ArgumentList.Arguments is not [var tasks] || Calls.LastName(Calls.ReceiverOf(call)) is not "Task")
        {
            return null;
        }

        var origin = Origins.Of(tasks.Expression, model, cancellationToken);
        while (origin is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } chained && Calls.Name(chained) is "ToList" or "ToArray" or "AsEnumerable")
        {
            origin = member.Expression;
        }

        return origin.SyntaxTree == model.SyntaxTree && origin is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var items }, ArgumentList.Arguments: [var work] } select && Calls.Name(select) == "Select"
            ? (items, work.Expression) : null;
    }

    /// <summary><c>Parallel.ForEach(items, async item => …)</c>, which waits for no task.</summary>
    private static bool IsParallelAsync(InvocationExpressionSyntax call) => Calls.Name(call) is "ForEach" && Calls.LastName(Calls.ReceiverOf(call)) == "Parallel"
        && call.ArgumentList.Arguments.Any(static argument => argument.Expression is AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 });

    /// <summary><c>items.ForEach(async item => …)</c>, whose tasks are lost.</summary>
    private static (ExpressionSyntax Items, SyntaxNode Work)? AsyncEach(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        call.ArgumentList.Arguments is [{ Expression: AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 } work }] && Calls.ReceiverOf(call) is { } items && Loops.IsInMemory(model.GetTypeInfo(items, cancellationToken).Type)
            ? (items, work) : null;

    private static bool IsChunked(SyntaxNode source) => source is CommonForEachStatementSyntax { Expression: var items } ? IsChunked(items)
        : source.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(static call => Calls.Name(call) is "Chunk" or "Take" or "Batch" or "Buffer");

    /// <summary>Whether items come from a peer: they are rooted in a parameter of an endpoint or an event, or in what such a function has read.</summary>
    private static bool IsOfPeer(ExpressionSyntax items, SemanticModel model, CancellationToken cancellationToken) =>
        Origins.ParametersOf(items, model, cancellationToken).Any(root => IsContent(root)) && PeerCode.IsEntry(Calls.FunctionOf(items), model, cancellationToken);

    private static bool IsOfCaller(ExpressionSyntax items, SemanticModel model, CancellationToken cancellationToken) =>
        Origins.ParametersOf(items, model, cancellationToken).Any(root => IsContent(root) && root.Type is INamedTypeSymbol { TypeKind: TypeKind.Interface } or IArrayTypeSymbol or { Name: "List" });

    private static bool IsContent(IParameterSymbol root) => root.Type is not { Name: "CancellationToken" } && !Api.Is(root.Type, "DbContext", "Microsoft.EntityFrameworkCore");

    /// <summary>Whether work goes to another machine or another process: as many of them as there are items is a load that somebody has to carry.</summary>
    private static bool CallsOut(SyntaxNode work, SemanticModel model, CancellationToken cancellationToken)
    {
        var calls = work.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().ToList();
        if (work is IdentifierNameSyntax group && model.GetSymbolInfo(group, cancellationToken).Symbol is IMethodSymbol method)
        {
            return CallsOut(method, model, cancellationToken);
        }

        return calls.Any(call => IsOut(call, model, cancellationToken) || (Calls.MethodOf(call, model, cancellationToken) is { } called && CallsOut(called, model, cancellationToken)));
    }

    private static bool CallsOut(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences.Length == 0 || method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is not { } body || body.SyntaxTree != model.SyntaxTree)
        {
            return false;
        }

        return !Limits.AreGated(body) && Calls.Inside<InvocationExpressionSyntax>(body).Any(call => IsOut(call, model, cancellationToken));
    }

    private static bool IsOut(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        Calls.ReceiverTypeOf(call, model, cancellationToken) is { } type && (Api.Is(type, "HttpMessageInvoker", "System.Net.Http") || Api.IsSocket(type) || Api.Is(type, "TcpClient", "System.Net.Sockets")
            || type is { Name: "HttpClientJsonExtensions" or "SmtpClient" or "Dns" or "Ping" or "Process" } || Api.Is(type, "DbCommand", "System.Data.Common"));

    /// <summary>A degree of parallelism that is none.</summary>
    private static void AnalyzeDegree(SyntaxNodeAnalysisContext context)
    {
        var assignment = (AssignmentExpressionSyntax)context.Node;
        if (Calls.LastName(assignment.Left) != "MaxDegreeOfParallelism" || assignment.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || Calls.Name(call) != "ForEachAsync"
            || context.SemanticModel.GetConstantValue(assignment.Right, context.CancellationToken).Value is not int degree || degree is > 0 and < int.MaxValue)
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rules.UnboundedFanOut, call.GetLocation(), Calls.Display(Calls.FunctionOf(call)), Calls.Name(call)));
    }
}
