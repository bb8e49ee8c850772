using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>
/// PIC1001 to PIC1006: what entry points reach that blocks, directly or through any chain of methods of the compilation.
/// <para>
/// Each tree answers for the entry points that it declares, so that their reports show while it is edited. What blocks in the same tree is
/// reported there, once for all of them. What blocks in another tree is reported at the entry point's call that leads to it.
/// </para>
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.Waits, Rules.Sleeps, Rules.SynchronousInput, Rules.Synchronizes, Rules.ParallelLoop, Rules.HeldLock];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var graph = new CallGraph(SourceIndex.In(start.Compilation), EffectTable.In(start.Compilation, start.Options.AdditionalFiles, start.CancellationToken));
            var entries = EntryPoints.In(start.Compilation);
            var search = new BlockingSearch(graph, entries);
            start.RegisterSemanticModelAction(tree => Analyze(tree, graph.Source, entries, search));
        });
    }

    private static void Analyze(SemanticModelAnalysisContext context, SourceIndex source, EntryPoints entries, BlockingSearch search)
    {
        var tree = context.SemanticModel.SyntaxTree;
        var reports = new BlockingReports(tree);
        foreach (var (start, entry) in EntriesOf(tree, source.ModelOf(tree), entries, context.CancellationToken))
        {
            if (!entry.IsOffloaded)
            {
                reports.Add(search.From(start, entry, context.CancellationToken));
            }
        }

        foreach (var diagnostic in reports.Diagnostics())
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static IEnumerable<(Step Start, EntryPoint Entry)> EntriesOf(SyntaxTree tree, SemanticModel model, EntryPoints entries, CancellationToken cancellationToken)
    {
        foreach (var node in TreeIndex.Of(tree, cancellationToken).Functions.Where(entries.MayBe))
        {
            if (node is not AnonymousFunctionExpressionSyntax function)
            {
                if (MethodOf(node, model, cancellationToken) is { } method && entries.Of(method) is { } declared)
                {
                    yield return (new Step(Body.Of(method), OwnerOf(method), method.ContainingType, null, null), declared);
                }
            }
            else if (entries.OfFunction(function, model, cancellationToken) is { } given && model.GetOperation(function, cancellationToken) is IAnonymousFunctionOperation { Symbol: { } symbol })
            {
                yield return (new Step(new Body(symbol, function), OwnerOf(symbol), null, null, null), given);
            }
        }
    }

    private static IMethodSymbol? MethodOf(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) => model.GetDeclaredSymbol(node, cancellationToken) switch
    {
        IMethodSymbol { IsAbstract: false, PartialDefinitionPart: null or { IsPartialDefinition: true } } method => method,
        IPropertySymbol property => property.GetMethod,
        _ => null,
    };

    private static ISymbol OwnerOf(ISymbol function)
    {
        var owner = function;
        while (owner is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } && owner.ContainingSymbol is { } containing)
        {
            owner = containing;
        }

        return owner;
    }
}
