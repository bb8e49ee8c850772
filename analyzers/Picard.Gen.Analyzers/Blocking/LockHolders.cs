using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Who holds a lock over what blocks. A lock that everybody holds shortly is fine.</summary>
internal sealed class LockHolders(CallGraph graph)
{
    // Limit: methods between the one that ends all and the one that takes the lock are few.
    private const int MaxCallers = 3;

    private readonly ConcurrentDictionary<ISymbol, string?> _fields = new(SymbolEqualityComparer.Default);

    /// <summary>For messages: who holds it and what is called meanwhile; null: nobody holds it for long.</summary>
    public string? HolderOf(Step step, LockSite site, BlockingSearch search, CancellationToken cancellationToken)
    {
        if (search.First(step, site.Region, cancellationToken) is { } own)
        {
            return Describe(step.Body, own);
        }

        if (site.Lock is not { } field)
        {
            return null;
        }

        if (!_fields.TryGetValue(field, out var holder))
        {
            holder = _fields.GetOrAdd(field, Find(field, search, cancellationToken));
        }

        return holder;
    }

    private string? Find(ISymbol field, BlockingSearch search, CancellationToken cancellationToken)
    {
        foreach (var reference in field.ContainingType?.DeclaringSyntaxReferences ?? [])
        {
            foreach (var node in reference.GetSyntax(cancellationToken).DescendantNodes().Where(node => Locks(node, field.Name)))
            {
                if (BodyAround(node, cancellationToken) is not { } body || IsEnding(body.Symbol) || IsCalledByEnding(body.Symbol, 0, cancellationToken))
                {
                    continue;
                }

                foreach (var site in graph.SitesOf(body, cancellationToken).OfType<LockSite>())
                {
                    if (site.Operation.Syntax == node && SymbolEqualityComparer.Default.Equals(site.Lock, field)
                        && search.First(new Step(body, OwnerOf(body.Symbol), null, null, null), site.Region, cancellationToken) is { } held)
                    {
                        return Describe(body, held);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Whether a method runs once, when nobody calls the object any longer or the server has stopped: nobody waits for what it holds then.</summary>
    private static bool IsEnding(ISymbol method) => method switch
    {
        IMethodSymbol { MethodKind: MethodKind.Destructor } => true,
        IMethodSymbol { Name: "StopAsync" or "StoppingAsync" or "StoppedAsync", ContainingType: { } type } => Api.Is(type, "IHostedService", "Microsoft.Extensions.Hosting"),
        IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "DisposeAsyncCore", ContainingType: { } type } => Api.Is(type, "IDisposable", "System") || Api.Is(type, "IAsyncDisposable", "System"),
        _ => false,
    };

    /// <summary>Whether a private method is called, and only by what runs when all ends.</summary>
    private bool IsCalledByEnding(ISymbol symbol, int depth, CancellationToken cancellationToken)
    {
        if (symbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, ContainingType: { } type } method || depth > MaxCallers)
        {
            return false;
        }

        var isCalled = false;
        foreach (var name in type.DeclaringSyntaxReferences.SelectMany(reference => reference.GetSyntax(cancellationToken).DescendantNodes()).OfType<SimpleNameSyntax>().Where(name => name.Identifier.ValueText == method.Name))
        {
            if (name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member || graph.Source.ModelOf(name.SyntaxTree).GetDeclaredSymbol(member, cancellationToken) is not IMethodSymbol caller)
            {
                return false;
            }

            if (!SymbolEqualityComparer.Default.Equals(caller, method))
            {
                isCalled = true;
                if (!IsEnding(caller) && !IsCalledByEnding(caller, depth + 1, cancellationToken))
                {
                    return false;
                }
            }
        }

        return isCalled;
    }

    private static bool Locks(SyntaxNode node, string name) => node switch
    {
        LockStatementSyntax statement => TreeIndex.NameOf(statement.Expression) == name,
        InvocationExpressionSyntax call when LockCalls.IsName(TreeIndex.NameOf(call.Expression)) =>
            call.Expression is MemberAccessExpressionSyntax access && (TreeIndex.NameOf(access.Expression) == name || call.ArgumentList.Arguments.Any(argument => TreeIndex.NameOf(argument.Expression) == name)),
        _ => false,
    };

    private static string Describe(Body body, BlockingSite held) => $"{Chains.NameOf(body)} holds while it calls {held.Name}";

    private static ISymbol OwnerOf(ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } && symbol.ContainingSymbol is { } containing)
        {
            symbol = containing;
        }

        return symbol;
    }

    /// <summary>The body that a node is part of.</summary>
    private Body? BodyAround(SyntaxNode node, CancellationToken cancellationToken)
    {
        var model = graph.Source.ModelOf(node.SyntaxTree);
        var function = node.AncestorsAndSelf().FirstOrDefault(static ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax });
        return function switch
        {
            AnonymousFunctionExpressionSyntax when (model.GetOperation(function, cancellationToken) as IAnonymousFunctionOperation)?.Symbol is { } symbol => new Body(symbol, function),
            ArrowExpressionClauseSyntax { Parent: { } property } when model.GetDeclaredSymbol(property, cancellationToken) is IPropertySymbol { GetMethod: { } getter } => Body.Of(getter),
            not null and not AnonymousFunctionExpressionSyntax when model.GetDeclaredSymbol(function, cancellationToken) is IMethodSymbol method => Body.Of(method),
            _ => null,
        };
    }
}
