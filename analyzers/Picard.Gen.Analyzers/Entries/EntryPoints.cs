using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Which methods are entry points: where a thread that others wait for comes into the user's code.</summary>
internal sealed class EntryPoints
{
    private const string NonBlockingName = "Picard.NonBlockingAttribute";

    private static readonly ConditionalWeakTable<Compilation, EntryPoints> s_cache = new();

    private readonly KnownSymbols? _known;
    private readonly AspNetCoreEntries? _aspNetCore;
    private readonly StreamLoops _loops;
    private readonly ConditionalWeakTable<IMethodSymbol, Answer> _answers = new();

    private EntryPoints(Compilation compilation)
    {
        var source = SourceIndex.In(compilation);
        _known = KnownSymbols.In(compilation);
        _aspNetCore = AspNetCoreEntries.In(source);
        _loops = new StreamLoops(source);
    }

    /// <summary>Works with any compilation: <c>[NonBlocking]</c> counts whatever assembly declares it.</summary>
    public static EntryPoints In(Compilation compilation) => s_cache.GetValue(compilation, static compilation => new EntryPoints(compilation));

    /// <summary>Whether a declared function may be an entry point, before anything is bound.</summary>
    public bool MayBe(SyntaxNode function) => _aspNetCore is not null || TreeIndex.Of(function.SyntaxTree, default).MayStream || function switch
    {
        // The other part of a partial member may be the one with the attributes.
        MemberDeclarationSyntax member => member.AttributeLists.Count > 0 || member.Modifiers.Any(SyntaxKind.PartialKeyword),
        AccessorDeclarationSyntax accessor => accessor.AttributeLists.Count > 0 || accessor.Parent?.Parent is MemberDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.PartialKeyword),
        LocalFunctionStatementSyntax local => local.AttributeLists.Count > 0,
        LambdaExpressionSyntax lambda => lambda.AttributeLists.Count > 0,
        _ => false,
    };

    /// <summary>As what a method or local function is called; null: it is no entry point by itself.</summary>
    public EntryPoint? Of(IMethodSymbol method) => _answers.GetValue(method, method => new Answer(Find(method))).EntryPoint;

    /// <summary>As what a lambda is called, as those given to <c>MapGet</c> are; null: it is no entry point by itself.</summary>
    public EntryPoint? OfFunction(AnonymousFunctionExpressionSyntax function, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(function, cancellationToken).Symbol is not IMethodSymbol symbol ? null
        : symbol.GetAttributes().Any(IsNonBlocking) ? new EntryPoint(EntryKind.NonBlocking, false)
        : _aspNetCore?.IsEndpoint(function, model, cancellationToken) == true ? new EntryPoint(EntryKind.AspNetCore, false)
        : _loops.In(function) is { Length: > 0 } loops ? new EntryPoint(EntryKind.Loop, false) { Regions = loops }
        : null;

    private EntryPoint? Find(IMethodSymbol method)
    {
        if (KindOf(method) is not { } kind)
        {
            return method.DeclaringSyntaxReferences is { Length: > 0 } declarations && _loops.In(declarations[0].GetSyntax()) is { Length: > 0 } loops
                ? new EntryPoint(EntryKind.Loop, false) { Regions = loops }
                : null;
        }

        var isOffloaded = method.GetAttributes().Any(KnownSymbols.IsOffload) || method.ContainingType?.GetAttributes().Any(KnownSymbols.IsOffload) == true;
        return new EntryPoint(kind, isOffloaded);
    }

    private EntryKind? KindOf(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (IsNonBlocking(attribute))
            {
                return EntryKind.NonBlocking;
            }

            if (KindOf(method, attribute) is { } kind)
            {
                return kind;
            }
        }

        return _aspNetCore?.IsEntry(method) == true ? EntryKind.AspNetCore : null;
    }

    private EntryKind? KindOf(IMethodSymbol method, AttributeData attribute)
    {
        if (_known is null || method.ContainingType is not { } type || attribute.AttributeClass is not { } attributeClass)
        {
            return null;
        }

        if (SymbolEqualityComparer.Default.Equals(attributeClass, _known.WebSocketRoute))
        {
            return EntryKind.WebSocket;
        }

        if (_known.IsHandler(type) || _known.IsMiddleware(type) || _known.IsResponseHandler(type) || _known.IsProxy(type))
        {
            return _known.IsRoute(attribute) ? EntryKind.Route : _known.IsEvent(attribute) ? EntryKind.Event : null;
        }

        return attributeClass.Name.StartsWith("On", StringComparison.Ordinal) && IsOfPicard(attributeClass) && type.GetAttributes().Any(IsClientOrProxy) ? EntryKind.Event : null;
    }

    private static bool IsClientOrProxy(AttributeData attribute) => attribute.AttributeClass is { Name: "ClientAttribute" or "ProxyAttribute" } type && IsOfPicard(type);

    private static bool IsOfPicard(INamedTypeSymbol type) => type.ContainingNamespace is { Name: "Picard", ContainingNamespace.IsGlobalNamespace: true };

    private static bool IsNonBlocking(AttributeData attribute) => attribute.AttributeClass is { Name: "NonBlockingAttribute" } type && type.ToDisplayString() == NonBlockingName;

    private sealed record Answer(EntryPoint? EntryPoint);
}
