using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Channels, dataflow blocks, blocking collections and pipes that are never full.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedQueueAnalyzer : DiagnosticAnalyzer
{
    // Limit: a capacity beyond this is a number that somebody wrote to be rid of the capacity: of items, and of octets.
    private const long LargestCapacity = 1 << 24;
    private const long LargestThreshold = 1 << 30;

    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_mentions = new();

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnboundedQueue];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(AnalyzeCall, SyntaxKind.InvocationExpression);
        context.RegisterSyntaxNodeAction(AnalyzeCreation, SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
        context.RegisterSyntaxNodeAction(AnalyzeAssignment, SyntaxKind.SimpleAssignmentExpression);
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var name = Calls.Name(call);
        if (name == "Enqueue" && !Tests.Contain(call) && WorkQueue.Is(call, context.SemanticModel, context.CancellationToken))
        {
            Report(context, call, $"The queue '{Calls.LastName(Calls.ReceiverOf(call))}'", "use Channel.CreateBounded and await WriteAsync, or refuse what is more than a limit");
            return;
        }

        if (name is not ("CreateUnbounded" or "CreateUnboundedPrioritized" or "CreateBounded") || Tests.Contain(call)
            || Calls.MethodOf(call, context.SemanticModel, context.CancellationToken) is not { ContainingType: { Name: "Channel" } type } || !Api.IsIn(type, "System.Threading.Channels"))
        {
            return;
        }

        if (name == "CreateBounded")
        {
            if (call.ArgumentList.Arguments is [var capacity, ..] && ConstantOf(capacity.Expression, context) >= LargestCapacity)
            {
                Report(context, call, "Channel.CreateBounded of such a capacity", "choose a capacity that memory can hold");
            }
        }
        else if (!QueueWriters.AreBounded(call, context.SemanticModel, context.CancellationToken))
        {
            Report(context, call, $"The channel of 'Channel.{name}'", "use Channel.CreateBounded and await WriteAsync");
        }
    }

    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context)
    {
        var creation = (BaseObjectCreationExpressionSyntax)context.Node;
        if (!IsLikely(creation) || Tests.Contain(creation))
        {
            return;
        }

        var type = context.SemanticModel.GetTypeInfo(creation, context.CancellationToken).Type;
        if (DataflowBound.IsQueue(type))
        {
            if (DataflowBound.Of(creation, context.SemanticModel, context.CancellationToken) == QueueBound.Unbounded && !QueueWriters.AreBounded(creation, context.SemanticModel, context.CancellationToken))
            {
                Report(context, creation, $"This {type!.Name}", "set BoundedCapacity and await SendAsync");
            }
        }
        else if (type is { Name: "BlockingCollection" })
        {
            if (!QueueBounds.IsCounted(creation, context.SemanticModel, context.CancellationToken) && !QueueWriters.AreBounded(creation, context.SemanticModel, context.CancellationToken))
            {
                Report(context, creation, "This BlockingCollection", "give it a capacity");
            }
        }
        else if (type is { Name: "PipeOptions" })
        {
            AnalyzePipe(context, creation);
        }
        else if (type is { Name: "BoundedChannelOptions" } && creation.ArgumentList?.Arguments is [var capacity, ..] && ConstantOf(capacity.Expression, context) >= LargestCapacity)
        {
            Report(context, creation, "A channel of such a capacity", "choose a capacity that memory can hold");
        }
    }

    private static void AnalyzePipe(SyntaxNodeAnalysisContext context, BaseObjectCreationExpressionSyntax creation)
    {
        if (creation.ArgumentList is not { } list)
        {
            return;
        }

        for (var i = 0; i < list.Arguments.Count; i++)
        {
            var argument = list.Arguments[i];
            if ((argument.NameColon?.Name.Identifier.ValueText ?? (i == 3 ? "pauseWriterThreshold" : "")) == "pauseWriterThreshold"
                && ConstantOf(argument.Expression, context) is 0 or >= LargestThreshold)
            {
                Report(context, creation, "A pipe whose pauseWriterThreshold is " + argument.Expression, "leave out the threshold, or choose one that memory can hold");
            }
        }
    }

    /// <summary>Limits of servers and of those who wait, which are switched off.</summary>
    private static void AnalyzeAssignment(SyntaxNodeAnalysisContext context)
    {
        var assignment = (AssignmentExpressionSyntax)context.Node;
        var name = Calls.LastName(assignment.Left);
        if (name is not ("MaxRequestBufferSize" or "MaxResponseBufferSize" or "QueueLimit" or "ApplicationMaxBufferSize" or "TransportMaxBufferSize" or "MaxReadBufferSize" or "MaxWriteBufferSize" or "Capacity")
            || context.SemanticModel.GetSymbolInfo(assignment.Left, context.CancellationToken).Symbol?.ContainingType is not { } type
            || !(Api.IsBelow(type, "Microsoft.AspNetCore") || Api.IsBelow(type, "System.Threading")))
        {
            return;
        }

        var isOff = name switch
        {
            "QueueLimit" or "Capacity" => ConstantOf(assignment.Right, context) >= LargestCapacity,
            "ApplicationMaxBufferSize" or "TransportMaxBufferSize" => ConstantOf(assignment.Right, context) is 0 or >= LargestThreshold,
            _ => assignment.Right.IsKind(SyntaxKind.NullLiteralExpression) || ConstantOf(assignment.Right, context) is 0 or >= LargestThreshold,
        };
        if (isOff)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnboundedQueue, assignment.GetLocation(), "What '" + name + "' is for", "choose a limit that memory can hold"));
        }
    }

    /// <summary>A gate without semantics, for the many objects that are made and are no queues.</summary>
    private static bool IsLikely(BaseObjectCreationExpressionSyntax creation) => creation is ObjectCreationExpressionSyntax { Type: var type }
        ? IsName((type as QualifiedNameSyntax)?.Right.Identifier.ValueText ?? (type as SimpleNameSyntax)?.Identifier.ValueText ?? "")
        : s_mentions.GetValue(creation.SyntaxTree, static tree => new(tree.GetRoot().DescendantTokens().Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && IsName(token.ValueText)))).Value;

    private static bool IsName(string name) =>
        name is "BlockingCollection" or "PipeOptions" or "BoundedChannelOptions" or "BufferBlock" or "ActionBlock" or "TransformBlock" or "TransformManyBlock" or "BatchBlock";

    private static long? ConstantOf(ExpressionSyntax expression, SyntaxNodeAnalysisContext context) => context.SemanticModel.GetConstantValue(expression, context.CancellationToken).Value switch
    {
        int number => number,
        long number => number,
        _ => null,
    };

    private static void Report(SyntaxNodeAnalysisContext context, ExpressionSyntax at, string what, string instead) =>
        context.ReportDiagnostic(Diagnostic.Create(Rules.UnboundedQueue, at.GetLocation(), what, instead));
}
