using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Loops that write to a pipe and await no flush: what they write is held until they end.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FlushAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnflushedWrites];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(
            Analyze, SyntaxKind.WhileStatement, SyntaxKind.DoStatement, SyntaxKind.ForStatement, SyntaxKind.ForEachStatement, SyntaxKind.ForEachVariableStatement);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var loop = (StatementSyntax)context.Node;
        if (!Loops.CallsIn(loop).Any(IsLikely) || Tests.Contain(loop))
        {
            return;
        }

        var model = context.SemanticModel;
        var cancellationToken = context.CancellationToken;
        if (Loops.IsSmall(loop, model, cancellationToken) || IsOverPiece(loop, model, cancellationToken))
        {
            return;
        }

        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in Loops.CallsIn(loop))
        {
            if (WriterOf(call, model, cancellationToken) is { } writer && InnermostLoop(call, model, cancellationToken) == loop
                && !IsOfCaller(loop, writer, model, cancellationToken) && !IsFlushed(call, writer, loop, model, cancellationToken) && reported.Add(writer.ToString()))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.UnflushedWrites, call.GetLocation(), Calls.Display(Calls.FunctionOf(loop)), writer.ToString()));
            }
        }
    }

    private static bool IsLikely(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Count > 0 && (Calls.Name(call) is "GetSpan" or "GetMemory" or "Advance" or "Write" or "GetBytes" or "WriteStringValue" or "WriteNumberValue" or "WriteString" or "WriteNumber" or "WriteRawValue" || call.ArgumentList.Arguments.Any(IsWriterLike))
        || Calls.Name(call) is "GetSpan" or "GetMemory";

    /// <summary>A gate without semantics: what is passed has the name of a writer or an output.</summary>
    private static bool IsWriterLike(ArgumentSyntax argument) => Calls.LastName(argument.Expression) is { } name
        && (Has(name, "riter") || Has(name, "utput") || Has(name, "ipe") || Has(name, "ontent") || Has(name, "estination") || Has(name, "esponse") || Has(name, "ink") || Has(name, "json") || name.Length < 3);

    private static bool Has(string name, string part) => name.IndexOf(part, StringComparison.Ordinal) >= 0;

    /// <summary>What a call writes to without waiting for anybody.</summary>
    private static ExpressionSyntax? WriterOf(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (!IsLikely(call))
        {
            return null;
        }

        if (Calls.Name(call) is "GetSpan" or "GetMemory" or "Advance" or "Write" && Calls.ReceiverOf(call) is { } receiver && IsPipe(receiver, model, cancellationToken))
        {
            // The Flow of our own writer is for the rule of ignored results.
            return Calls.Name(call) == "Write" && Api.IsContentWriter(model.GetTypeInfo(receiver, cancellationToken).Type) ? null : receiver;
        }

        if (Calls.Name(call).StartsWith("Write", StringComparison.Ordinal) && Calls.ReceiverOf(call) is { } json && IsJson(json, model, cancellationToken))
        {
            return json;
        }

        if (call.Parent is AwaitExpressionSyntax || Calls.Name(call) is "GetMemory" or "GetSpan")
        {
            return null;
        }

        var passed = call.ArgumentList.Arguments.FirstOrDefault(argument => argument.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax && (IsPipe(argument.Expression, model, cancellationToken) || IsJson(argument.Expression, model, cancellationToken)))?.Expression;
        return passed is not null && Calls.MethodOf(call, model, cancellationToken) is { } method && !Api.IsTask(method.ReturnType) && !IsAwaitable(method.ReturnType) ? passed : null;
    }

    /// <summary>Whether JSON is written straight into a pipe.</summary>
    private static bool IsJson(ExpressionSyntax json, SemanticModel model, CancellationToken cancellationToken) => model.GetTypeInfo(json, cancellationToken).Type is { Name: "Utf8JsonWriter" }
        && Origins.Of(json, model, cancellationToken) is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var target, ..] } made && made.SyntaxTree == model.SyntaxTree && IsPipe(target.Expression, model, cancellationToken);

    private static bool IsAwaitable(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask" or "IAsyncEnumerable" };

    private static bool IsPipe(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        var type = model.GetTypeInfo(expression, cancellationToken).Type;
        return Api.IsPipeWriter(type) || Api.IsContentWriter(type)
            || (type is { Name: "IBufferWriter" } && Origins.Of(expression, model, cancellationToken) is { } origin && origin != expression && origin.SyntaxTree == model.SyntaxTree
                && Api.IsPipeWriter(model.GetTypeInfo(origin, cancellationToken).Type));
    }

    /// <summary>The innermost loop around a call that is worth a flush.</summary>
    private static StatementSyntax? InnermostLoop(SyntaxNode call, SemanticModel model, CancellationToken cancellationToken) =>
        Loops.Around(call).FirstOrDefault(loop => !Loops.IsSmall(loop, model, cancellationToken) && !IsOverPiece(loop, model, cancellationToken));

    /// <summary>Whether a loop copies one piece that is in memory already: each turn takes a part of it.</summary>
    private static bool IsOverPiece(StatementSyntax loop, SemanticModel model, CancellationToken cancellationToken) => loop switch
    {
        WhileStatementSyntax { Condition: var condition } => condition.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>()
            .Any(access => access.Name.Identifier.ValueText is "IsEmpty" or "Length" && IsPiece(model.GetTypeInfo(access.Expression, cancellationToken).Type)),
        CommonForEachStatementSyntax each => IsPiece(model.GetTypeInfo(each.Expression, cancellationToken).Type),
        ForStatementSyntax { Condition: BinaryExpressionSyntax { Right: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" } bound } } => IsPiece(model.GetTypeInfo(bound.Expression, cancellationToken).Type),
        _ => false,
    } || Pieces.IsWalked(loop, model, cancellationToken);

    private static bool IsPiece(ITypeSymbol? type) => type is { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" or "ReadOnlySequence", ContainingNamespace.Name: "System" or "Buffers" }
        or { SpecialType: SpecialType.System_String } or IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte or SpecialType.System_Char };

    /// <summary>Whether a method that cannot wait writes what it is given into the writer it is given: whoever calls it flushes.</summary>
    private static bool IsOfCaller(StatementSyntax loop, ExpressionSyntax writer, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(writer, cancellationToken).Symbol is IParameterSymbol
        && Calls.SymbolOf(Calls.FunctionOf(loop), model, cancellationToken) is { IsAsync: false } method && !Api.IsTask(method.ReturnType)
        && loop is not WhileStatementSyntax { Condition: LiteralExpressionSyntax };

    private static bool IsFlushed(SyntaxNode write, ExpressionSyntax writer, StatementSyntax innermost, SemanticModel model, CancellationToken cancellationToken)
    {
        var name = Calls.LastName(writer);
        foreach (var loop in Loops.Around(write).SkipWhile(loop => loop != innermost))
        {
            if (Loops.CallsIn(loop).Any(call => !IsOfOther(call, writer, model, cancellationToken) && IsFlush(call, name, model, cancellationToken))
                || loop.DescendantNodes().OfType<IdentifierNameSyntax>().Any(static identifier => identifier.Identifier.ValueText is "UnflushedBytes"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a call is on another pipe than the one that is written to: both have a name that stands for nothing else.</summary>
    private static bool IsOfOther(InvocationExpressionSyntax call, ExpressionSyntax writer, SemanticModel model, CancellationToken cancellationToken) =>
        Calls.ReceiverOf(call) is { } receiver && Calls.LastName(receiver) != Calls.LastName(writer) && Api.IsPipeWriter(model.GetTypeInfo(receiver, cancellationToken).Type) && Api.IsPipeWriter(model.GetTypeInfo(writer, cancellationToken).Type)
        && !call.ArgumentList.Arguments.Any(argument => Calls.LastName(argument.Expression) == Calls.LastName(writer))
        && model.GetSymbolInfo(receiver, cancellationToken).Symbol is IParameterSymbol or IFieldSymbol && model.GetSymbolInfo(writer, cancellationToken).Symbol is IParameterSymbol or IFieldSymbol
        && Origins.Of(receiver, model, cancellationToken).ToString() != Origins.Of(writer, model, cancellationToken).ToString();

    private static bool IsFlush(InvocationExpressionSyntax call, string? writer, SemanticModel model, CancellationToken cancellationToken)
    {
        var isOfWriter = Calls.LastName(Calls.ReceiverOf(call)) == writer || call.ArgumentList.Arguments.Any(argument => Calls.LastName(argument.Expression) == writer);
        var called = Calls.Name(call);
        var isFlush = Has(called, "Flush") || Has(called, "Drain") || (called.EndsWith("Async", StringComparison.Ordinal) && (isOfWriter || Has(called, "Write") || Has(called, "Send")));
        if (!isFlush)
        {
            return false;
        }

        // A flush that nobody awaits is for the rule of writes.
        var use = ValueUse.Of(call, model, cancellationToken);
        return called is "FlushAsync" || use.IsAwaited || !use.IsIgnored;
    }
}
