using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Asynchronous methods whose state is allocated when they wait, where a pool could keep it: the emitted callers await each of them once, as the pooling builder demands.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskBuilderAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnpooledState];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder") is not null)
            {
                var path = RequestPath.In(start.Compilation);
                start.RegisterSymbolAction(symbol => Analyze(symbol, path), SymbolKind.Method);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, RequestPath path)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method is { IsAsync: true, ReturnType: INamedTypeSymbol result } && Api.IsTask(result)
            && !method.GetAttributes().Any(static a => a.AttributeClass?.Name == "AsyncMethodBuilderAttribute")
            && path.TryFind(method, context.CancellationToken, out var kind)
            && (result.Name == "ValueTask" || IsCalledByEmittedCode(method, kind)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnpooledState, method.Locations[0], Names.Of(method)));
        }
    }

    // Only there the type can change: who else calls a method may keep its task and await it twice.
    private static bool IsCalledByEmittedCode(IMethodSymbol method, EntryKind? kind) =>
        kind is EntryKind.Route or EntryKind.Event && method is { IsOverride: false, IsVirtual: false, IsAbstract: false };
}
