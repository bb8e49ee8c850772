using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Picard.Gen.Analyzers;

namespace Picard.Gen.CodeFixes;

/// <summary>A function in which something is to be awaited, and what makes it asynchronous where it is not yet.</summary>
/// <param name="Node">The method, local function or lambda; null: the function is asynchronous, or there is none, as in a program of statements.</param>
/// <param name="MakeAsync">Makes a copy of the function asynchronous, in which calls may have been replaced before.</param>
internal sealed record AsyncFunction(SyntaxNode? Node, Func<SyntaxNode, SyntaxNode> MakeAsync)
{
    private static readonly AsyncFunction s_isAsynchronous = new(null, static node => node);

    /// <summary>The function around a place; null: it cannot be asynchronous without more than the compiler and the framework seeing the difference.</summary>
    public static async Task<AsyncFunction?> AroundAsync(Document document, SemanticModel model, SyntaxNode place, CancellationToken cancellationToken)
    {
        var function = place.Ancestors().FirstOrDefault(static node =>
            node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax or AccessorDeclarationSyntax or ParameterSyntax or AttributeSyntax);
        if (function is GlobalStatementSyntax || (function is not null && ModifiersOf(function).Any(SyntaxKind.AsyncKeyword)))
        {
            return s_isAsynchronous;
        }

        var symbol = function switch
        {
            AnonymousFunctionExpressionSyntax => model.GetSymbolInfo(function, cancellationToken).Symbol as IMethodSymbol,
            LocalFunctionStatementSyntax or MethodDeclarationSyntax => model.GetDeclaredSymbol(function, cancellationToken) as IMethodSymbol,
            _ => null,
        };
        if (function is null || symbol is null || Yields(function))
        {
            return null;
        }

        if (function is AnonymousFunctionExpressionSyntax lambda ? !CanBeAsynchronous(model, lambda, cancellationToken) : symbol.IsPartialDefinition)
        {
            return null;
        }

        if (Awaitables.IsTask(symbol.ReturnType) && symbol.ReturnType is INamedTypeSymbol { TypeArguments: var values })
        {
            var rewrite = Returns.RewriterOf(model, function, values.Length > 0, cancellationToken);
            return new(function, copy => WithAsync(rewrite(copy), null));
        }

        if (function is AnonymousFunctionExpressionSyntax)
        {
            return new(function, static copy => WithAsync(copy, null));
        }

        return function is MethodDeclarationSyntax method && await TaskForAsync(document, model, method, symbol, cancellationToken).ConfigureAwait(false) is { } result
            ? new(function, copy => WithAsync(copy, result))
            : null;
    }

    // A method that the framework calls, and nobody else, may return a task instead of what is in it.
    private static async Task<TypeSyntax?> TaskForAsync(Document document, SemanticModel model, MethodDeclarationSyntax method, IMethodSymbol symbol, CancellationToken cancellationToken)
    {
        if (EntryPoints.In(model.Compilation).Of(symbol)?.Kind is not { } kind || kind == EntryKind.NonBlocking
            || symbol is { IsVirtual: true } or { IsOverride: true } or { IsAbstract: true } or { IsPartialDefinition: true } or { PartialDefinitionPart: not null } or { ReturnsByRef: true }
            || !MayReturnTask(symbol)
            || symbol.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType)
            || Implements(symbol)
            || await IsCalledAsync(document, symbol, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var task = kind == EntryKind.AspNetCore ? "Task" : "ValueTask";
        var name = Resolves(model, method.SpanStart, task) ? task : "System.Threading.Tasks." + task;
        var result = symbol.ReturnsVoid ? name : $"{name}<{method.ReturnType.WithoutTrivia()}>";
        return SyntaxFactory.ParseTypeName(result);
    }

    // Streams are results as they are, and of middleware only the request waits.
    private static bool MayReturnTask(IMethodSymbol method) =>
        method.ReturnType.Name is not ("IAsyncEnumerable" or "IAsyncEnumerator")
        && (!Has(method.ContainingType, "MiddlewareAttribute") || Has(method, "OnRequestAttribute"));

    private static bool Has(ISymbol symbol, string attribute) => symbol.GetAttributes().Any(a => a.AttributeClass?.Name == attribute);

    private static SyntaxNode WithAsync(SyntaxNode current, TypeSyntax? result)
    {
        var async = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        switch (current)
        {
            case AnonymousFunctionExpressionSyntax lambda:
                return ((AnonymousFunctionExpressionSyntax)lambda.WithoutLeadingTrivia()).WithModifiers(lambda.WithoutLeadingTrivia().Modifiers.Add(async)).WithLeadingTrivia(lambda.GetLeadingTrivia());

            case LocalFunctionStatementSyntax local:
                var (modifiers, type) = Modified(local.Modifiers, local.ReturnType, null, async);
                return local.WithModifiers(modifiers).WithReturnType(type);

            case MethodDeclarationSyntax method:
                (modifiers, type) = Modified(method.Modifiers, method.ReturnType, result, async);
                return method.WithModifiers(modifiers).WithReturnType(type);

            default:
                return current;
        }
    }

    private static (SyntaxTokenList Modifiers, TypeSyntax Type) Modified(SyntaxTokenList modifiers, TypeSyntax type, TypeSyntax? result, SyntaxToken async)
    {
        var replaced = result?.WithTriviaFrom(type) ?? type;
        return modifiers.Count > 0
            ? (modifiers.Add(async), replaced)
            : (SyntaxFactory.TokenList(async.WithLeadingTrivia(replaced.GetLeadingTrivia())), replaced.WithoutLeadingTrivia());
    }

    private static bool CanBeAsynchronous(SemanticModel model, AnonymousFunctionExpressionSyntax lambda, CancellationToken cancellationToken) =>
        lambda is not ParenthesizedLambdaExpressionSyntax { ReturnType: not null }
        && model.GetTypeInfo(lambda, cancellationToken).ConvertedType is { } type
        && (type is { Name: "Delegate" or "MulticastDelegate", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
            || Awaitables.IsTask((type as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType));

    private static bool Yields(SyntaxNode function) =>
        function.DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<YieldStatementSyntax>().Any();

    private static bool Implements(IMethodSymbol method) =>
        method.ExplicitInterfaceImplementations.Length > 0
        || method.ContainingType.AllInterfaces.SelectMany(static i => i.GetMembers().OfType<IMethodSymbol>())
            .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    // What is only given away, as to MapGet, is called by whoever takes it; whether that takes a task too, the compiler says.
    private static async Task<bool> IsCalledAsync(Document document, IMethodSymbol method, CancellationToken cancellationToken)
    {
        var found = await SymbolFinder.FindReferencesAsync(method, document.Project.Solution, cancellationToken).ConfigureAwait(false);
        foreach (var place in found.SelectMany(static reference => reference.Locations).Where(static location => location.Document is not SourceGeneratedDocument))
        {
            var root = await place.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            var name = root?.FindNode(place.Location.SourceSpan, getInnermostNodeForTie: true);
            if (place.Document.Id != document.Id || (name?.Parent is MemberAccessExpressionSyntax access ? access.Parent : name?.Parent) is not ArgumentSyntax)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Resolves(SemanticModel model, int position, string task) =>
        model.GetSpeculativeTypeInfo(position, SyntaxFactory.ParseTypeName(task), SpeculativeBindingOption.BindAsTypeOrNamespace).Type is { TypeKind: not TypeKind.Error } type
        && type.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks";

    private static SyntaxTokenList ModifiersOf(SyntaxNode node) => node switch
    {
        AnonymousFunctionExpressionSyntax function => function.Modifiers,
        LocalFunctionStatementSyntax function => function.Modifiers,
        MemberDeclarationSyntax member => member.Modifiers,
        _ => default,
    };
}
