using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Collections, texts and memory that grow with each message of a peer and that nothing makes smaller.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GrowthAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.GrowingCollection];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(AnalyzeCall, SyntaxKind.InvocationExpression);
        context.RegisterSyntaxNodeAction(AnalyzeAssignment, SyntaxKind.SimpleAssignmentExpression, SyntaxKind.AddAssignmentExpression);
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (!Growth.IsLikely(call))
        {
            return;
        }

        var grown = Calls.Name(call) == "Resize" ? call.ArgumentList.Arguments.Select(static argument => argument.Expression).FirstOrDefault() : Growth.RootOf(Calls.ReceiverOf(call));
        if (grown is null || Tests.Contain(call))
        {
            return;
        }

        var type = TypeOf(grown, context);
        if (Calls.Name(call) == "Resize" ? type is IArrayTypeSymbol : Growth.Grows(type, Calls.Name(call)))
        {
            Judge(context, call, grown, type!);
        }
    }

    /// <summary><c>items[key] = value</c>, and texts and arrays that are replaced by longer ones.</summary>
    private static void AnalyzeAssignment(SyntaxNodeAnalysisContext context)
    {
        var assignment = (AssignmentExpressionSyntax)context.Node;
        var model = context.SemanticModel;
        if (assignment.Left is ElementAccessExpressionSyntax element)
        {
            if (element.ArgumentList.Arguments.Count == 1 && !Tests.Contain(assignment) && TypeOf(element.Expression, context) is { } map && Growth.IsMap(map))
            {
                Judge(context, assignment, element.Expression, map);
            }

            return;
        }

        if (assignment.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax && Growth.IsLonger(assignment) && !Tests.Contain(assignment) && !Members.IsLocalNumber(assignment.Left)
            && !IsOfNewObject(assignment, model, context.CancellationToken) && TypeOf(assignment.Left, context) is { } type && (type.SpecialType == SpecialType.System_String || type is IArrayTypeSymbol || Growth.IsCollection(type)))
        {
            Judge(context, assignment, assignment.Left, type);
        }
    }

    /// <summary>Whether a member gets its first value, in an object that is made here; a copy that takes the place of what it was made from goes on growing.</summary>
    private static bool IsOfNewObject(AssignmentExpressionSyntax assignment, SemanticModel model, CancellationToken cancellationToken) => assignment.Parent is InitializerExpressionSyntax initializer
        && !(initializer.Parent is WithExpressionSyntax { Parent: AssignmentExpressionSyntax kept } copy && Calls.LastName(kept.Left) is { } name && name == Calls.LastName(copy.Expression)
            && model.GetSymbolInfo(kept.Left, cancellationToken).Symbol is IFieldSymbol or IPropertySymbol);

    private static void Judge(SyntaxNodeAnalysisContext context, ExpressionSyntax at, ExpressionSyntax grown, ITypeSymbol type)
    {
        var model = context.SemanticModel;
        var function = Calls.FunctionOf(at);
        if (Calls.LastName(grown) is not { } name || (OwnMember(grown, context) ?? model.GetSymbolInfo(grown, context.CancellationToken).Symbol) is not { } symbol || (Growth.IsMap(type) && Growth.HasFewKeys(type)))
        {
            return;
        }

        if (!IsGrowing(symbol, grown, at, model, context.CancellationToken) && !IsKept(symbol, grown, at, type, model, context.CancellationToken))
        {
            return;
        }

        if (Limits.AreChecked(function, name) || Limits.IsBoundedByAttribute(at) || (Growth.IsMap(type) && Growth.IsUpdate(at, name))
            || ScopesOf(symbol, at, context.CancellationToken).Any(scope => Growth.Shrinks(scope, name, symbol, Growth.IsQueue(type), function) || (symbol is not ILocalSymbol && Limits.AreCheckedByName(scope, name)))
            || IsOfConstantKey(at, model, context.CancellationToken))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rules.GrowingCollection, at.GetLocation(), grown.ToString(), Calls.Display(function)));
    }

    /// <summary>The type of an expression; the code around it is bound only if declarations do not tell.</summary>
    private static ITypeSymbol? TypeOf(ExpressionSyntax expression, SyntaxNodeAnalysisContext context) => OwnMember(expression, context) switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => context.SemanticModel.GetTypeInfo(expression, context.CancellationToken).Type,
    };

    /// <summary>The member of the type around it that an expression names; of what an initializer sets the owner is another.</summary>
    private static ISymbol? OwnMember(ExpressionSyntax expression, SyntaxNodeAnalysisContext context) =>
        expression.Parent?.Parent is InitializerExpressionSyntax ? null : Members.Named(expression, context.ContainingSymbol);

    /// <summary>Whether a value of a map gets a key that is written down.</summary>
    private static bool IsOfConstantKey(ExpressionSyntax at, SemanticModel model, CancellationToken cancellationToken) =>
        at is AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { ArgumentList.Arguments: [var key] } } && model.GetConstantValue(key.Expression, cancellationToken).HasValue;

    private static bool IsGrowing(ISymbol symbol, ExpressionSyntax grown, ExpressionSyntax at, SemanticModel model, CancellationToken cancellationToken) => symbol switch
    {
        ILocalSymbol local => IsGrowingLocal(local, at, model, cancellationToken) || IsOfConnections(local, at),
        IFieldSymbol or IPropertySymbol => IsGrowingMember(symbol, grown, at, model, cancellationToken) || IsOfConnections(symbol, at),
        // A collection that a handler is given is shared by all of its exchanges.
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => PeerCode.IsEntry(Calls.FunctionOf(at), model, cancellationToken) && Services.IsSent(at, model, cancellationToken),
        _ => false,
    };

    /// <summary>Whether a service keeps what others pass to it from their peers; a queue that a loop empties is for the rule of queues.</summary>
    private static bool IsKept(ISymbol symbol, ExpressionSyntax grown, ExpressionSyntax at, ITypeSymbol type, SemanticModel model, CancellationToken cancellationToken) =>
        symbol is IFieldSymbol or IPropertySymbol && symbol.DeclaringSyntaxReferences.Length > 0 && Calls.Strip(grown) is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
        && Services.Keep(at, symbol, type, model, cancellationToken) && !(at is InvocationExpressionSyntax call && WorkQueue.Is(call, model, cancellationToken));

    /// <summary>Whether something is kept for each connection that a loop accepts.</summary>
    private static bool IsOfConnections(ISymbol symbol, SyntaxNode at) => symbol.DeclaringSyntaxReferences.Length > 0
        && Loops.Around(at).Any(loop => !Loops.IsCounted(loop) && !loop.Span.Contains(symbol.DeclaringSyntaxReferences[0].Span) && Loops.CallsIn(loop).Any(Receiving.IsAccept));

    /// <summary>A local that is there before a loop that waits for a peer, and grows in it.</summary>
    private static bool IsGrowingLocal(ILocalSymbol local, SyntaxNode at, SemanticModel model, CancellationToken cancellationToken)
    {
        if (local.DeclaringSyntaxReferences.Length == 0)
        {
            return false;
        }

        var declared = local.DeclaringSyntaxReferences[0].Span;
        if (Loops.Around(at).Any(loop => !loop.Span.Contains(declared) && !Loops.IsSmall(loop, model, cancellationToken) && !Loops.IsCounted(loop) && Receiving.IsIn(loop, model, cancellationToken)))
        {
            return true;
        }

        // What a lambda of an endpoint or a message handler captures lives as long as the program, or the connection.
        var function = Calls.FunctionOf(at);
        return function is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax && !function.Span.Contains(declared) && PeerCode.IsPeerFacing(function, model, cancellationToken)
            && !Calls.Inside<InvocationExpressionSyntax>(Calls.FunctionOf(function)).Any(static call => Receiving.IsLikely(call));
    }

    private static bool IsGrowingMember(ISymbol member, ExpressionSyntax grown, ExpressionSyntax at, SemanticModel model, CancellationToken cancellationToken)
    {
        // A member of something that is made here, such as a result, is a local with another name.
        if (Calls.Strip(grown) is MemberAccessExpressionSyntax { Expression: var owner } && owner is not (ThisExpressionSyntax or BaseExpressionSyntax)
            && model.GetSymbolInfo(owner, cancellationToken).Symbol is var of && of is not (INamedTypeSymbol or IFieldSymbol)
            && !(of is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } && PeerCode.IsEntry(Calls.FunctionOf(at), model, cancellationToken)))
        {
            return false;
        }

        if (member.DeclaringSyntaxReferences.Length == 0)
        {
            return false;
        }

        var function = Calls.FunctionOf(at);
        return function is not (ConstructorDeclarationSyntax or BaseTypeDeclarationSyntax) && !IsStartUp(function) && (member.IsStatic || !IsOnce(function, at)) && PeerCode.IsPeerFacing(function, model, cancellationToken);
    }

    /// <summary>Whether an event comes once in the exchange that the member belongs to.</summary>
    private static bool IsOnce(SyntaxNode function, SyntaxNode at) => function is MethodDeclarationSyntax { AttributeLists.Count: > 0 } method && !Loops.Around(at).Any()
        && method.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString() is "OnRequest" or "OnTrailers" or "OnEnd" or "OnDone" or "OnAbort" or "OnResponse");

    private static bool IsStartUp(SyntaxNode function) => function is MethodDeclarationSyntax { Identifier.ValueText: "Main" or "Configure" or "ConfigureServices" or "StartAsync" };

    private static IEnumerable<SyntaxNode> ScopesOf(ISymbol symbol, SyntaxNode at, CancellationToken cancellationToken) =>
        symbol is ILocalSymbol local
            ? [Loops.Around(at).Any(static loop => Loops.CallsIn(loop).Any(Receiving.IsAccept)) ? Calls.MemberOf(at) : (SyntaxNode?)Loops.Around(at).LastOrDefault(loop => !loop.Span.Contains(local.DeclaringSyntaxReferences[0].Span)) ?? Calls.MemberOf(at)]
            : Origins.PartsOf(symbol.ContainingType, cancellationToken);
}
