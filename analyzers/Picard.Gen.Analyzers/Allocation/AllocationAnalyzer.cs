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
            start.RegisterCodeBlockAction(block => Analyze(block, path));
        });
    }

    // Measured: analyzers. An action for operations has the code of every method bound, and few methods are on the path.
    private static void Analyze(CodeBlockAnalysisContext context, RequestPath path)
    {
        if (context.OwningSymbol is not IMethodSymbol method || !path.Contains(method, context.CancellationToken)
            || context.SemanticModel.GetOperation(context.CodeBlock, context.CancellationToken) is not { } code)
        {
            return;
        }

        var name = Names.Of(method);
        foreach (var operation in code.DescendantsAndSelf())
        {
            Analyze(context, operation, name);
        }
    }

    private static void Analyze(CodeBlockAnalysisContext context, IOperation operation, string method)
    {
        switch (operation)
        {
            case IDelegateCreationOperation creation:
                Report(context, Rules.CapturingDelegate, method, operation, Closures.CapturesOf(creation));
                break;
            case IConversionOperation conversion:
                Report(context, Rules.BoxedValue, method, operation, Boxing.Of(conversion));
                break;
            case IArgumentOperation argument:
                Report(context, Rules.ParamsArray, method, operation, Arrays.Of(argument));
                break;
            case IInvocationOperation call:
                Report(context, Rules.BuiltString, method, operation, StringBuilding.Of(call));
                Report(context, Rules.LinqOnRequestPath, method, operation, Linq.Of(call));
                break;
            case IInterpolatedStringOperation or IBinaryOperation or ICompoundAssignmentOperation or IObjectCreationOperation:
                Report(context, Rules.BuiltString, method, operation, StringBuilding.Of(operation));
                break;
        }
    }

    private static void Report(CodeBlockAnalysisContext context, DiagnosticDescriptor rule, string method, IOperation operation, Allocated? allocated)
    {
        if (allocated is not null && SteadyState.Contains(operation))
        {
            context.ReportDiagnostic(Diagnostic.Create(rule, allocated.Place, [method, .. allocated.Words]));
        }
    }
}
