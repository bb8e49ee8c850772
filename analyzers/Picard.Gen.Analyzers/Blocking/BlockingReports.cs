using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Picard.Gen.Analyzers;

/// <summary>The diagnostics of one tree: each place is reported once, with the shortest chain of the entry point that it matters to most.</summary>
internal sealed class BlockingReports(SyntaxTree tree)
{
    private readonly Dictionary<(TextSpan, string), List<Finding>> _places = [];

    public void Add(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var hops = finding.Hops();
            var place = finding.Site.Operation.Syntax.SyntaxTree == tree ? finding.Site.Operation : hops[0];
            var key = (place.Syntax.Span, RuleOf(finding).Id);
            if (!_places.TryGetValue(key, out var list))
            {
                _places.Add(key, list = []);
            }

            list.Add(finding);
        }
    }

    public IEnumerable<Diagnostic> Diagnostics() => _places.OrderBy(static place => place.Key.Item1.Start).Select(place => Create(place.Value));

    private Diagnostic Create(List<Finding> findings)
    {
        var best = findings.OrderBy(static finding => SeverityOf(finding.Entry)).ThenBy(static finding => finding.Last.Length).ThenBy(static finding => finding.Last.Chain()[0].Body.Function?.SpanStart ?? 0).First();
        var hops = best.Hops();
        var isHere = best.Site.Operation.Syntax.SyntaxTree == tree;
        var place = isHere ? hops[hops.Count - 1] : hops[0];
        var others = findings.Select(static finding => finding.Last.Chain()[0].Body).Distinct().Count() - 1;
        var more = findings.Select(static finding => finding.Site.Operation).Where(operation => operation.Syntax.SyntaxTree != tree && operation != best.Site.Operation);
        var rule = RuleOf(best);
        var twin = (best.Site as BlockingSite)?.Effect.Twin;
        return Diagnostic.Create(
            rule,
            PlaceOf(place),
            SeverityOf(best.Entry) == 0 ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
            hops.Where(hop => hop != place).Concat(more).Select(PlaceOf).Distinct(),
            twin is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add("Twin", twin),
            Chains.NameOf(best.Last.Chain()[0].Body),
            Chains.Describe(best),
            WhoWaits(best.Entry.Kind) + (others > 0 ? $", as {others} other entry {(others == 1 ? "point does" : "points do")}" : ""),
            AdviceOf(best, twin));
    }

    private static int SeverityOf(EntryPoint entry) => entry.Kind is EntryKind.AspNetCore or EntryKind.Loop ? 1 : 0;

    private static string WhoWaits(EntryKind kind) => kind switch
    {
        EntryKind.NonBlocking => "whoever calls it",
        EntryKind.AspNetCore => "a thread that other requests wait for",
        EntryKind.Loop => "the other end of its pipe or channel",
        _ => "every connection of its event loop",
    };

    private static string AdviceOf(Finding finding, string? twin) => twin switch
    {
        null when finding.Site is LockSite => "; let go of the lock first",
        null => "",
        "await" => "; await it instead",
        _ => $"; {twin} does not",
    };

    private static DiagnosticDescriptor RuleOf(Finding finding) => finding.Site switch
    {
        BlockingSite { Effect.Kind: EffectKind.Wait } => Rules.Waits,
        BlockingSite { Effect.Kind: EffectKind.Sleep } => Rules.Sleeps,
        BlockingSite { Effect.Kind: EffectKind.Input } => Rules.SynchronousInput,
        BlockingSite { Effect.Kind: EffectKind.Parallel } => Rules.ParallelLoop,
        BlockingSite => Rules.Synchronizes,
        _ => Rules.HeldLock,
    };

    /// <summary>The call; of one that is written over several lines its last name, and of a statement its head.</summary>
    private static Location PlaceOf(IOperation operation)
    {
        var syntax = operation.Syntax;
        switch (syntax)
        {
            case LockStatementSyntax statement:
                return Location.Create(syntax.SyntaxTree, TextSpan.FromBounds(statement.SpanStart, statement.CloseParenToken.Span.End));
            case WhileStatementSyntax statement:
                return Location.Create(syntax.SyntaxTree, TextSpan.FromBounds(statement.SpanStart, statement.CloseParenToken.Span.End));
            case ForStatementSyntax statement:
                return Location.Create(syntax.SyntaxTree, TextSpan.FromBounds(statement.SpanStart, statement.CloseParenToken.Span.End));
            case DoStatementSyntax statement:
                return statement.DoKeyword.GetLocation();
            case CommonForEachStatementSyntax statement:
                return statement.Expression.GetLocation();
            case UsingStatementSyntax statement:
                return Location.Create(syntax.SyntaxTree, TextSpan.FromBounds(statement.SpanStart, statement.CloseParenToken.Span.End));
        }

        var lines = syntax.SyntaxTree.GetLineSpan(syntax.Span);
        var name = syntax switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.SpanStart,
            MemberAccessExpressionSyntax access => access.Name.SpanStart,
            _ => syntax.SpanStart,
        };
        if (lines.StartLinePosition.Line == lines.EndLinePosition.Line)
        {
            return syntax.GetLocation();
        }

        var text = syntax.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(name);
        return Location.Create(syntax.SyntaxTree, TextSpan.FromBounds(name, Math.Min(line.End, syntax.Span.End)));
    }
}
