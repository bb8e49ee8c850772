using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>What the code of handlers and middleware allocates for each request, where there is a way without.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AllocationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.CapturingDelegate, Rules.BoxedValue, Rules.BuiltString, Rules.ParamsArray, Rules.LinqOnRequestPath];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var path = RequestPath.In(start.Compilation);
            start.RegisterOperationBlockStartAction(block =>
            {
                if (block.OwningSymbol is IMethodSymbol method && path.Contains(method, block.CancellationToken))
                {
                    Register(block, Names.Of(method));
                }
            });
        });
    }

    private static void Register(OperationBlockStartAnalysisContext block, string method)
    {
        block.RegisterOperationAction(
            context => Report(context, Rules.CapturingDelegate, method, Closures.CapturesOf((IDelegateCreationOperation)context.Operation)),
            OperationKind.DelegateCreation);
        block.RegisterOperationAction(context => Report(context, Rules.BoxedValue, method, Boxing.Of((IConversionOperation)context.Operation)), OperationKind.Conversion);
        block.RegisterOperationAction(
            context => Report(context, Rules.BuiltString, method, StringBuilding.Of(context.Operation)),
            OperationKind.InterpolatedString, OperationKind.Binary, OperationKind.CompoundAssignment, OperationKind.ObjectCreation, OperationKind.Invocation);
        block.RegisterOperationAction(context => Report(context, Rules.ParamsArray, method, Arrays.Of((IArgumentOperation)context.Operation)), OperationKind.Argument);
        block.RegisterOperationAction(context => Report(context, Rules.LinqOnRequestPath, method, Linq.Of((IInvocationOperation)context.Operation)), OperationKind.Invocation);
    }

    private static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, string method, Allocated? allocated)
    {
        if (allocated is not null && SteadyState.Contains(context.Operation))
        {
            context.ReportDiagnostic(Diagnostic.Create(rule, allocated.Place, [method, .. allocated.Words]));
        }
    }
}
