using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Content events of Picard: content that is taken faster than it is passed on, and peers that stay paused.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContentEventAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.PauseWithoutResume, Rules.DetachedContent];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Picard.Flow") is not null)
            {
                start.RegisterSyntaxNodeAction(AnalyzeMethod, SyntaxKind.MethodDeclaration);
                start.RegisterSyntaxNodeAction(AnalyzePause, SyntaxKind.InvocationExpression);
            }
        });
    }

    private static void AnalyzeMethod(SyntaxNodeAnalysisContext context)
    {
        var method = (MethodDeclarationSyntax)context.Node;
        if (!IsContentEvent(method))
        {
            return;
        }

        foreach (var call in Calls.Inside<InvocationExpressionSyntax>(method))
        {
            if (IsDetached(call, context) || IsUnflushed(call, method, context))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.DetachedContent, call.GetLocation(), method.Identifier.ValueText, Calls.Name(call)));
                return;
            }
        }
    }

    /// <summary>Whether work is started for a piece of content that nobody waits for.</summary>
    private static bool IsDetached(InvocationExpressionSyntax call, SyntaxNodeAnalysisContext context)
    {
        if (Calls.MethodOf(call, context.SemanticModel, context.CancellationToken) is not { } called)
        {
            return false;
        }

        if (called is { Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem", ContainingType.Name: "ThreadPool" })
        {
            return true;
        }

        if (called is { ReturnsVoid: true, IsAsync: true })
        {
            return true;
        }

        if (!Api.IsTask(called.ReturnType))
        {
            return false;
        }

        var use = ValueUse.Of(call, context.SemanticModel, context.CancellationToken);
        return use.IsIgnored && !use.IsAwaited && !UnawaitedWriteAnalyzer.IsWrite(call, context.SemanticModel, context.CancellationToken);
    }

    /// <summary>Whether a piece is written to a pipe, and no flush says when there is room for the next.</summary>
    private static bool IsUnflushed(InvocationExpressionSyntax call, SyntaxNode method, SyntaxNodeAnalysisContext context) =>
        Calls.Name(call) is "Write" or "Advance" && Api.IsPipeWriter(Calls.ReceiverTypeOf(call, context.SemanticModel, context.CancellationToken))
        && !Calls.Inside<InvocationExpressionSyntax>(method).Any(static other => Calls.Name(other) is "FlushAsync" or "WriteAsync") && !Loops.Around(call).Any();

    private static void AnalyzePause(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (Calls.Name(call) != "Pause" || call.ArgumentList.Arguments.Count != 0
            || PeerOf(Calls.ReceiverTypeOf(call, context.SemanticModel, context.CancellationToken)) is not { } peer || Tests.Contain(call)
            || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || context.SemanticModel.GetDeclaredSymbol(type, context.CancellationToken) is not { } symbol)
        {
            return;
        }

        var parts = Origins.PartsOf(symbol, context.CancellationToken).ToList();
        if (parts.SelectMany(static part => part.DescendantNodes().OfType<ArgumentSyntax>()).Any(static argument => argument.Expression is IdentifierNameSyntax { Identifier.ValueText: "Downstream" or "downstream" or "Upstream" or "upstream" }))
        {
            // Whoever gets the exchange may resume it.
            return;
        }

        var resumes = parts.SelectMany(static part => part.DescendantNodes().OfType<InvocationExpressionSyntax>()).Where(static other => Calls.Name(other) is "Resume" or "Abort" && Calls.ReceiverOf(other) is not null).ToList();
        if (Reason(call, resumes) is { } reason)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.PauseWithoutResume, call.GetLocation(), Calls.Display(Calls.FunctionOf(call)), reason, peer));
        }
    }

    private static string? PeerOf(ITypeSymbol? type) => Api.IsDownstream(type) ? "client" : Api.IsUpstream(type) ? "server" : null;

    private static string? Reason(InvocationExpressionSyntax pause, List<InvocationExpressionSyntax> resumes)
    {
        if (resumes.Count == 0)
        {
            return "nothing resumes it";
        }

        var function = Calls.FunctionOf(pause);
        var here = resumes.Where(resume => Calls.FunctionOf(resume) == function && resume.SpanStart > pause.SpanStart && !IsOtherBranch(pause, resume)).ToList();
        if (resumes.All(resume => !here.Contains(resume) && resume.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && (IsContentEvent(method) || IsAfterContent(method))) && here.Count == 0)
        {
            return "it is resumed only by events that do not come while it is paused";
        }

        return resumes.All(here.Contains) && here.Count > 0 && LeavesBetween(pause, here, function) ? "a path leaves before it is resumed" : null;
    }

    /// <summary>Whether a method returns between a pause and its resumes, without one of them on the way.</summary>
    private static bool LeavesBetween(InvocationExpressionSyntax pause, List<InvocationExpressionSyntax> resumes, SyntaxNode function)
    {
        var last = resumes.Max(static resume => resume.SpanStart);
        if (resumes.Any(static resume => resume.FirstAncestorOrSelf<FinallyClauseSyntax>() is not null))
        {
            return false;
        }

        return Calls.Inside<StatementSyntax>(function).Any(leaving => leaving is ReturnStatementSyntax && leaving.SpanStart > pause.SpanStart && leaving.SpanStart < last
            && !IsOtherBranch(pause, leaving) && !resumes.Any(resume => resume.SpanStart < leaving.SpanStart && leaving.Parent!.Span.Contains(resume.Span)));
    }

    /// <summary>Whether what leaves is in another branch than the pause, so that nothing was paused on its way.</summary>
    private static bool IsOtherBranch(SyntaxNode pause, SyntaxNode leaving) =>
        pause.Ancestors().OfType<IfStatementSyntax>().Any(branch => branch.Statement.Span.Contains(pause.Span) && branch.Else is { } other && other.Span.Contains(leaving.Span));

    private static bool IsContentEvent(MethodDeclarationSyntax method) => Has(method, "OnContent") || Has(method, "OnRequestContent") || Has(method, "OnResponseContent");

    private static bool IsAfterContent(MethodDeclarationSyntax method) => Has(method, "OnEnd") || Has(method, "OnTrailers") || Has(method, "OnDone") || Has(method, "OnAbort");

    private static bool Has(MethodDeclarationSyntax method, string name) =>
        method.AttributeLists.Count > 0 && method.AttributeLists.SelectMany(static list => list.Attributes).Any(attribute => attribute.Name.ToString() is var written && (written == name || written == "Picard." + name || written == name + "Attribute"));
}
