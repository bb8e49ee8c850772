using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Results of queues and pipes that say that there is no room, or nobody to read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IgnoredResultAnalyzer : DiagnosticAnalyzer
{
    private const string ItemLost = "an item for which there is no room is lost and its producer never slows down";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.IgnoredResult];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var site = new CallSite(context, (InvocationExpressionSyntax)context.Node);
        var consequence = site.Name switch
        {
            "FlushAsync" or "WriteAsync" => Flush(site),
            "TryWrite" => TryWrite(site),
            "Post" => Post(site),
            "TryAdd" => TryAdd(site),
            "AttemptAcquire" or "AcquireAsync" => Lease(site),
            "WaitAsync" or "Wait" => Permit(site),
            _ => null,
        };
        if (consequence is not null && !site.IsInTest)
        {
            site.Report(Rules.IgnoredResult, Calls.Display(site.Function), site.Display, consequence);
        }
    }

    /// <summary>A loop that never hears that its reader has gone. One flush after the loop has nothing more to stop.</summary>
    private static string? Flush(CallSite site)
    {
        var loops = Loops.Around(site.Call).ToList();
        if (loops.Count == 0 || loops.All(loop => Loops.IsCounted(loop) || Loops.IsSmall(loop, site.Model, site.Cancellation) || Loops.IsOverMemory(loop, site.Model, site.Cancellation)) || !Api.IsPipeWriter(site.ReceiverType))
        {
            return null;
        }

        var use = site.Use;
        if (!use.IsAwaited || IsOfResponse(site) || IsLeavingLoop(site.Call))
        {
            return null;
        }

        return use.IsIgnored || (use.Kept is { } kept && IsUnasked(kept, site.Function, site.Call))
            ? "it writes on after its reader has completed, and nothing ever stops it" : null;
    }

    /// <summary>Whether the result is kept, and only asked whether it was cancelled.</summary>
    private static bool IsUnasked(ILocalSymbol kept, SyntaxNode function, SyntaxNode call)
    {
        var uses = function.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == kept.Name && !call.Span.Contains(name.Span)
            && !(name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name)).ToList();
        return uses.All(static use => use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCanceled" });
    }

    /// <summary>The server ends a response whose client has gone by the token that is passed on.</summary>
    private static bool IsOfResponse(CallSite site) =>
        Calls.ReceiverOf(site.Call) is { } receiver && Calls.LastName(Origins.Of(receiver, site.Model, site.Cancellation)) == "BodyWriter"
        && site.Call.ArgumentList.Arguments.Any(argument => site.Model.GetTypeInfo(argument.Expression, site.Cancellation).Type is { Name: "CancellationToken" });

    private static bool IsLeavingLoop(SyntaxNode call) =>
        call.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } statement
        && block.Statements.IndexOf(statement) is var at && block.Statements.Skip(at + 1).Any(static next => next is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax);

    private static string? TryWrite(CallSite site)
    {
        if (!site.Use.IsIgnored || Calls.ReceiverOf(site.Call) is not { } receiver || !Api.IsChannelWriter(site.ReceiverType))
        {
            return null;
        }

        return QueueBounds.OfChannel(receiver, site.Model, site.Cancellation) is QueueBound.Unbounded or QueueBound.Drops || FollowsCheck(site) ? null : ItemLost;
    }

    /// <summary>Whether a method has seen to it that there is room: it is in a branch of a count check.</summary>
    private static bool FollowsCheck(CallSite site) =>
        site.Call.Ancestors().TakeWhile(static node => !Calls.IsFunction(node)).OfType<IfStatementSyntax>().Any(static branch =>
            branch.Condition.DescendantNodesAndSelf().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: "Count" }));

    private static string? Post(CallSite site)
    {
        if (!site.Use.IsIgnored || site.Method is not { ContainingType: { } type } || !Api.IsIn(type, "System.Threading.Tasks.Dataflow") || Calls.ReceiverOf(site.Call) is not { } receiver)
        {
            return null;
        }

        return QueueBounds.OfBlock(receiver, site.Model, site.Cancellation) is QueueBound.Unbounded ? null : ItemLost;
    }

    private static string? TryAdd(CallSite site)
    {
        if (!site.Use.IsIgnored || Calls.ReceiverOf(site.Call) is not { } receiver || !Api.Is(site.ReceiverType, "BlockingCollection", "System.Collections.Concurrent"))
        {
            return null;
        }

        // Who writes that it waits no time at all has decided what becomes of an item for which there is no room.
        if (site.Call.ArgumentList.Arguments is [_, var timeout, ..] && site.Model.GetConstantValue(timeout.Expression, site.Cancellation) is { HasValue: true, Value: 0 })
        {
            return null;
        }

        return QueueBounds.OfCollection(receiver, site.Model, site.Cancellation) is QueueBound.Unbounded || IsPool(site, receiver) ? null : ItemLost;
    }

    /// <summary>Whether a collection holds things that are lent: its class takes one at a time, not in a loop, and gets them back by a method that says so; one for which there is no room is not needed.</summary>
    private static bool IsPool(CallSite site, ExpressionSyntax receiver)
    {
        if (site.Function is not MethodDeclarationSyntax giving || !IsReturning(giving.Identifier.ValueText) || Calls.LastName(receiver) is not { } name || giving.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return false;
        }

        var calls = type.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => Calls.LastName(Calls.ReceiverOf(call)) == name).ToList();
        return calls.Any(static call => Calls.Name(call) is "Take" or "TryTake" && !Loops.Around(call).Any()) && !calls.Any(static call => Calls.Name(call) is "GetConsumingEnumerable");
    }

    /// <summary>Words for giving back.</summary>
    private static bool IsReturning(string method) => method.StartsWith("Return", StringComparison.Ordinal) || method.StartsWith("Give", StringComparison.Ordinal) || method.StartsWith("Release", StringComparison.Ordinal)
        || method.StartsWith("Recycle", StringComparison.Ordinal) || method.StartsWith("Free", StringComparison.Ordinal) || method.StartsWith("PutBack", StringComparison.Ordinal) || method.StartsWith("CheckIn", StringComparison.Ordinal) || method is "Dispose" or "DisposeAsync";

    private static string? Lease(CallSite site)
    {
        if (!Api.Is(site.ReceiverType, "RateLimiter", "System.Threading.RateLimiting") && !Api.Is(site.ReceiverType, "PartitionedRateLimiter", "System.Threading.RateLimiting"))
        {
            return null;
        }

        var use = site.Use;
        return use.IsIgnored ? "the work is done although no permit was given" : null;
    }

    private static string? Permit(CallSite site)
    {
        if (site.Call.ArgumentList.Arguments.Count == 0 || !Api.Is(site.ReceiverType, "SemaphoreSlim", "System.Threading"))
        {
            return null;
        }

        var use = site.Use;
        return use.IsIgnored && site.Method is { } method && Api.Awaited(method.ReturnType)?.SpecialType == SpecialType.System_Boolean && (use.IsAwaited || !Api.IsTask(method.ReturnType))
            ? "the work is done although no permit was given, and the permit is released twice" : null;
    }
}
