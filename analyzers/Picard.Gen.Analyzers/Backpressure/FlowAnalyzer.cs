using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>The Flow that Picard's writes return: somebody looks at it, and a producer that stops because of it is called again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FlowAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableHashSet<string> s_repeated = ["OnContent", "OnRequestContent", "OnResponseContent", "OnSignal", "OnTimer", "OnResume"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.IgnoredFlow, Rules.PausedForever];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Picard.Flow") is not null)
            {
                start.RegisterSyntaxNodeAction(Analyze, SyntaxKind.InvocationExpression);
            }
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (!IsLikely(call, context))
        {
            return;
        }

        var site = new CallSite(context, call);
        if (!Api.IsFlow(Api.Awaited(context.SemanticModel.GetTypeInfo(call, context.CancellationToken).Type)) || site.IsInTest)
        {
            return;
        }

        if (site.Method is { } method && method.Parameters.Any(static parameter => Api.IsFlow(parameter.Type)))
        {
            // What takes a Flow and returns it has looked at it.
            return;
        }

        var use = site.Use;
        if (use.IsIgnored && !use.IsAwaited && Api.IsFlow(context.SemanticModel.GetTypeInfo(call, context.CancellationToken).Type))
        {
            if (IsLost(site))
            {
                site.Report(Rules.IgnoredFlow, Calls.Display(site.Function), site.Display, PeerOf(site));
            }
        }
        else if (!use.IsIgnored && !use.IsAwaited && (IsAskedOnlyForClosed(site, use) || IsAskedInVain(site, use)) && IsLost(site))
        {
            site.Report(Rules.IgnoredFlow, Calls.Display(site.Function), site.Display, PeerOf(site));
        }
        else if (!use.IsIgnored && !use.IsAwaited && StopsForever(site, use) is { } type)
        {
            site.Report(Rules.PausedForever, Calls.Display(site.Function), site.Display, type.Identifier.ValueText);
        }
    }

    /// <summary>Whom a write is for: the server in a handler of responses, unless it writes to a client.</summary>
    private static string PeerOf(CallSite site) => Api.IsUpstream(site.ReceiverType)
        || (!Api.IsDownstream(site.ReceiverType) && !Api.IsContentWriter(site.ReceiverType) && site.Call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && site.Model.GetDeclaredSymbol(type, site.Cancellation) is { } symbol && KnownSymbols.In(site.Model.Compilation)?.IsResponseHandler(symbol) == true) ? "server" : "client";

    /// <summary>A gate without semantics: a write by its name, or a call whose statement throws its value away.</summary>
    private static bool IsLikely(InvocationExpressionSyntax call, SyntaxNodeAnalysisContext context) => Calls.Name(call) switch
    {
        "Write" or "WriteAsync" or "FlushAsync" => true,
        _ => call.Expression is IdentifierNameSyntax && call.Parent is ExpressionStatementSyntax && HandlerOf(call) is not null && !context.CancellationToken.IsCancellationRequested,
    };

    /// <summary>Whether a loop stops when the client has gone, and never because the client is slow.</summary>
    private static bool IsAskedOnlyForClosed(CallSite site, ValueUse use)
    {
        if (!Loops.Around(site.Call).Any() || (use.Kept is null && site.Call.Parent is not (BinaryExpressionSyntax or IsPatternExpressionSyntax)) || site.Function.DescendantNodes().OfType<ReturnStatementSyntax>().Any(static leaving => leaving.Expression is IdentifierNameSyntax))
        {
            return false;
        }

        var asked = Calls.Inside<MemberAccessExpressionSyntax>(site.Function).Where(static access => access.Expression is IdentifierNameSyntax { Identifier.ValueText: "Flow" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Flow" })
            .Select(static access => access.Name.Identifier.ValueText).ToList();
        return asked.Count > 0 && asked.All(static name => name == "Closed");
    }

    /// <summary>Whether a loop asks for the Flow, to count or to log, and goes on whatever the answer is.</summary>
    private static bool IsAskedInVain(CallSite site, ValueUse use)
    {
        if (Loops.Around(site.Call).FirstOrDefault() is not { } loop || !IsOnlyBranch(site, use, loop))
        {
            return false;
        }

        var assigned = new HashSet<string>(Calls.Inside<AssignmentExpressionSyntax>(loop).Select(static assignment => Calls.LastName(assignment.Left) ?? ""), StringComparer.Ordinal);
        var header = loop switch
        {
            WhileStatementSyntax repeated => repeated.Condition,
            DoStatementSyntax repeated => repeated.Condition,
            ForStatementSyntax counted => counted.Condition,
            _ => null,
        };
        return !Calls.Inside<SyntaxNode>(loop).Any(IsStop) && header?.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => assigned.Contains(name.Identifier.ValueText)) != true;
    }

    /// <summary>Whether nothing but conditions of statements in the loop asks for the Flow.</summary>
    private static bool IsOnlyBranch(CallSite site, ValueUse use, StatementSyntax loop) => use.Kept is { } kept
        ? Calls.Inside<IdentifierNameSyntax>(site.Function).Where(name => name.Identifier.ValueText == kept.Name && !(name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name)).ToList() is { Count: > 0 } uses
            && uses.All(name => loop.Span.Contains(name.Span) && IsCondition(name))
        : IsCondition(site.Call);

    private static bool IsCondition(ExpressionSyntax asked) => asked.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression or (int)SyntaxKind.IsExpression } or IsPatternExpressionSyntax && asked.Parent.Parent is IfStatementSyntax;

    private static bool IsStop(SyntaxNode node) => node switch
    {
        ReturnStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax or AwaitExpressionSyntax or YieldStatementSyntax or ThrowExpressionSyntax => true,
        InvocationExpressionSyntax call => Calls.Name(call) is "Pause" or "Abort" or "WakeAfter",
        _ => false,
    };

    /// <summary>Whether more may follow a write whose Flow nobody looks at.</summary>
    private static bool IsLost(CallSite site)
    {
        var loops = Loops.Around(site.Call).Where(loop => !Loops.IsSmall(loop, site.Model, site.Cancellation)).ToList();
        if (Api.IsContentWriter(site.ReceiverType))
        {
            return loops.Count > 0 && !loops.Any(loop => Loops.CallsIn(loop).Any(IsAwaitedSend)) && !Loops.CallsIn(site.Function).Any(IsPaceCheck);
        }

        if (loops.Count > 0)
        {
            return !loops.Any(loop => Loops.CallsIn(loop).Any(IsAwaitedSend));
        }

        if (IsFinal(site))
        {
            return false;
        }

        return IsRepeated(site.Call) || !IsConstant(site);
    }

    /// <summary>Whether the response is complete right after, in the same method, so that nothing more is written: what was written is bounded by its caller.</summary>
    private static bool IsFinal(CallSite site) =>
        Calls.Inside<InvocationExpressionSyntax>(site.Function).Any(next => next.SpanStart > site.Call.SpanStart && Calls.Name(next) is "Complete" or "Abort");

    private static bool IsConstant(CallSite site) => site.Call.ArgumentList.Arguments.All(argument =>
        argument.Expression is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax || site.Model.GetConstantValue(argument.Expression, site.Cancellation).HasValue
        || (argument.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax && site.Model.GetSymbolInfo(argument.Expression, site.Cancellation).Symbol is IFieldSymbol { IsStatic: true, IsReadOnly: true } or IPropertySymbol { IsStatic: true, SetMethod: null }));

    /// <summary>Whether a method is called again and again during an exchange.</summary>
    private static bool IsRepeated(SyntaxNode node) => node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && HasAttribute(method.AttributeLists, s_repeated);

    private static bool IsAwaitedSend(InvocationExpressionSyntax call) => Calls.Name(call) is "FlushAsync" or "WriteAsync" && call.Parent is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Parent.Parent: AwaitExpressionSyntax };

    /// <summary>Whether a method flushes by the amount that is written, outside of the loop that writes.</summary>
    private static bool IsPaceCheck(InvocationExpressionSyntax call) => IsAwaitedSend(call) && Loops.Around(call).Any();

    /// <summary>The handler whose producer stops at this write and is never called again.</summary>
    private static TypeDeclarationSyntax? StopsForever(CallSite site, ValueUse use)
    {
        if ((!Api.IsDownstream(site.ReceiverType) && !Api.IsUpstream(site.ReceiverType)) || !Loops.Around(site.Call).Any() || HandlerOf(site.Call) is not { } type
            || site.Function is not MethodDeclarationSyntax method || IsReturned(site, use, method)
            // Who pauses the client has to resume it, which is another rule's business.
            || Calls.Inside<InvocationExpressionSyntax>(method).Any(static other => Calls.Name(other) == "Pause"))
        {
            return null;
        }

        if (site.Model.GetDeclaredSymbol(type, site.Cancellation) is not { } symbol)
        {
            return null;
        }

        // What is woken by a timer or a signal, or passes the exchange on, may well go on by another way.
        foreach (var part in Origins.PartsOf(symbol, site.Cancellation))
        {
            if (part.DescendantNodes().Any(static node => node switch
            {
                MethodDeclarationSyntax other => HasAttribute(other.AttributeLists, ["OnResume", "OnTimer", "OnSignal"]),
                InvocationExpressionSyntax other => Calls.Name(other) is "WakeAfter" or "Abort",
                _ => false,
            }))
            {
                return null;
            }
        }

        return type;
    }

    private static bool IsReturned(CallSite site, ValueUse use, MethodDeclarationSyntax method)
    {
        if (Api.IsFlow(Api.Awaited(site.Model.GetTypeInfo(method.ReturnType, site.Cancellation).Type)))
        {
            return true;
        }

        // A method that waits for the flush after it has stopped needs nobody to call it again.
        return Calls.Inside<InvocationExpressionSyntax>(method).Any(IsAwaitedSend) || (use.Kept is not null && !IsCompared(use.Kept, method));
    }

    private static bool IsCompared(ILocalSymbol kept, SyntaxNode method) =>
        Calls.Inside<IdentifierNameSyntax>(method).Any(name => name.Identifier.ValueText == kept.Name && name.Parent is BinaryExpressionSyntax or IsPatternExpressionSyntax or SwitchStatementSyntax);

    private static TypeDeclarationSyntax? HandlerOf(SyntaxNode node) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && (HasAttribute(type.AttributeLists, ["Handler", "ResponseHandler", "Middleware", "Proxy"]) || type.Modifiers.Any(SyntaxKind.PartialKeyword)) ? type : null;

    private static bool HasAttribute(SyntaxList<AttributeListSyntax> lists, ImmutableHashSet<string> names) =>
        lists.SelectMany(static list => list.Attributes).Any(attribute => names.Contains(NameOf(attribute)));

    private static string NameOf(AttributeSyntax attribute)
    {
        var name = attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }
}
