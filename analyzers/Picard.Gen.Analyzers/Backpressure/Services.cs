using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Services whose collections keep what an endpoint or an event of another class passes to them: one call away, by the names of methods and then by symbols.</summary>
internal static class Services
{
    /// <summary>Whether a method keeps what one of its parameters brings in a collection of its class, and an entry of another class passes it what a peer has sent.</summary>
    public static bool Keep(ExpressionSyntax growth, ISymbol member, ITypeSymbol collection, SemanticModel model, CancellationToken cancellationToken)
    {
        if (member.ContainingType is not { TypeKind: TypeKind.Class } type || Calls.FunctionOf(growth) is not MethodDeclarationSyntax function
            || model.GetDeclaredSymbol(function, cancellationToken) is not { DeclaredAccessibility: not Accessibility.Private, Parameters.Length: > 0 } method
            || !HoldsAnything(collection) || !IsNamedInEntry(method.Name, model.Compilation) || IsOfKnownKey(growth, function) || IsOfOneRequest(type, model.Compilation))
        {
            return false;
        }

        var kept = ParametersIn(growth, method, model, cancellationToken);
        return kept.Count > 0 && (IsCalledByPeer(method, type, kept, model.Compilation, cancellationToken)
            || method.ContainingType.AllInterfaces.SelectMany(face => face.GetMembers(method.Name).OfType<IMethodSymbol>())
                .Any(face => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(face), method) && IsCalledByPeer(face, type, kept, model.Compilation, cancellationToken)));
    }

    /// <summary>Whether an expression mentions what a parameter of its function, which is no service, has brought.</summary>
    public static bool IsSent(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        Origins.ParametersOf(expression, model, cancellationToken).Any(static parameter => parameter.Type is not { Name: "CancellationToken" or "Downstream" or "Upstream" })
        || expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText is "Request" or "HttpContext" && model.GetSymbolInfo(name, cancellationToken).Symbol is IPropertySymbol);

    /// <summary>Lists and queues keep every item. Maps and sets keep one for each key: those of numbers are as many as the rows of a table, those of text as many as a peer likes.</summary>
    private static bool HoldsAnything(ITypeSymbol collection) => collection switch
    {
        { Name: "List" or "LinkedList" or "Queue" or "ConcurrentQueue" or "PriorityQueue" or "Stack" or "ConcurrentStack" or "ConcurrentBag" } => true,
        INamedTypeSymbol { TypeArguments: [var key, ..] } => key.SpecialType == SpecialType.System_String || key is { Name: "IPAddress" or "IPEndPoint" or "EndPoint" or "Uri" },
        _ => false,
    };

    private static List<int> ParametersIn(ExpressionSyntax growth, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        // Of a map the key decides how much there is, of all others the item.
        var items = growth switch
        {
            AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element } => element.ArgumentList.Arguments.Select(static argument => argument.Expression),
            AssignmentExpressionSyntax assignment => [assignment.Right],
            InvocationExpressionSyntax call when Calls.Name(call) is "GetOrAdd" or "AddOrUpdate" => call.ArgumentList.Arguments.Take(1).Select(static argument => argument.Expression),
            InvocationExpressionSyntax call => call.ArgumentList.Arguments.Select(static argument => argument.Expression),
            _ => [],
        };
        return items.SelectMany(item => Origins.ParametersOf(item, model, cancellationToken)).Where(parameter => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method))
            .Select(static parameter => parameter.Ordinal).Distinct().ToList();
    }

    /// <summary>A gate without semantics: whether a call of the name is in what may be an entry.</summary>
    private static bool IsNamedInEntry(string name, Compilation compilation)
    {
        var entries = EntryPoints.In(compilation);
        return SourceIndex.In(compilation).Called(name).OfType<InvocationExpressionSyntax>().Any(call => Calls.ReceiverOf(call) is not null && call.Ancestors().Any(around => Calls.IsFunction(around) && entries.MayBe(around)));
    }

    private static bool IsCalledByPeer(IMethodSymbol method, INamedTypeSymbol owner, List<int> kept, Compilation compilation, CancellationToken cancellationToken)
    {
        var source = SourceIndex.In(compilation);
        foreach (var call in source.Called(method.Name).OfType<InvocationExpressionSyntax>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Calls.ReceiverOf(call) is null || Tests.Contain(call))
            {
                continue;
            }

            var model = source.ModelOf(call.SyntaxTree);
            if (Calls.MethodOf(call, model, cancellationToken) is { } called && SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, method.OriginalDefinition)
                && model.GetEnclosingSymbol(call.SpanStart, cancellationToken)?.ContainingType is { } caller && !SymbolEqualityComparer.Default.Equals(caller, owner)
                && IsShared(call, model, cancellationToken) && PeerCode.IsEntry(Calls.FunctionOf(call), model, cancellationToken) && !IsLimited(call)
                && kept.Any(ordinal => ArgumentOf(call, called, ordinal) is { } argument && IsSent(argument, model, cancellationToken)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a class is registered for one request, or for one use: what it keeps goes with it.</summary>
    private static bool IsOfOneRequest(INamedTypeSymbol type, Compilation compilation) =>
        SourceIndex.In(compilation).Called("AddScoped").Concat(SourceIndex.In(compilation).Called("AddTransient")).OfType<InvocationExpressionSyntax>().Any(call => call.DescendantNodes().OfType<SimpleNameSyntax>()
            .Any(name => name.Identifier.ValueText == type.Name));

    /// <summary>Whether what is called is there before and after the entry: not a local of its own, nor the content that it was given.</summary>
    private static bool IsShared(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        var function = Calls.FunctionOf(call);
        return Calls.ReceiverOf(call) is { } receiver && model.GetSymbolInfo(Calls.Strip(receiver), cancellationToken).Symbol switch
        {
            IFieldSymbol or IPropertySymbol or INamedTypeSymbol => true,
            ILocalSymbol local => local.DeclaringSyntaxReferences.Length > 0 && !function.Span.Contains(local.DeclaringSyntaxReferences[0].Span),
            // Endpoints get their services as parameters, too.
            IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } parameter => function is AnonymousFunctionExpressionSyntax || parameter.Type.TypeKind == TypeKind.Interface
                || parameter.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "ServiceAttribute" or "FromServicesAttribute"),
            IParameterSymbol => true,
            _ => false,
        };
    }

    /// <summary>Whether the caller looks at an amount, or waits for a permit, before it calls.</summary>
    private static bool IsLimited(InvocationExpressionSyntax call) =>
        Limits.AreGated(Calls.FunctionOf(call)) || Limits.AreCheckedByName(Calls.FunctionOf(call), Calls.LastName(Calls.ReceiverOf(call)) ?? "");

    private static ExpressionSyntax? ArgumentOf(InvocationExpressionSyntax call, IMethodSymbol called, int ordinal)
    {
        var arguments = call.ArgumentList.Arguments;
        return arguments.FirstOrDefault(argument => argument.NameColon is { } name && ordinal < called.Parameters.Length && name.Name.Identifier.ValueText == called.Parameters[ordinal].Name)?.Expression
            ?? (ordinal < arguments.Count && arguments[ordinal].NameColon is null ? arguments[ordinal].Expression : null);
    }

    /// <summary>Whether a method asks somebody else whether it knows the key: then there are no more than that one knows.</summary>
    private static bool IsOfKnownKey(ExpressionSyntax growth, MethodDeclarationSyntax function)
    {
        var grown = growth is AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element } ? Calls.LastName(element.Expression) : growth is InvocationExpressionSyntax call ? Calls.LastName(Calls.ReceiverOf(call)) : null;
        return function.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(asked => Calls.Name(asked) is "Contains" or "ContainsKey" or "TryGetValue" or "IsDefined" or "IsKnown"
            && asked.ArgumentList.Arguments.Count > 0 && Calls.LastName(Calls.ReceiverOf(asked)) != grown && asked.FirstAncestorOrSelf<IfStatementSyntax>() is { } branch && branch.Condition.Span.Contains(asked.Span));
    }
}
