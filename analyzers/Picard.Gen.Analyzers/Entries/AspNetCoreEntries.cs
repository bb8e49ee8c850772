using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>What ASP.NET Core calls for requests: actions, endpoints, hubs, pages, middleware, filters and the like, and gRPC on it.</summary>
internal sealed class AspNetCoreEntries
{
    private const string Root = "Microsoft.AspNetCore.";

    /// <summary>Namespaces whose virtual members are called while requests wait. Others are for when the program starts, or for browsers.</summary>
    private static readonly string[] s_requestNamespaces =
    [
        "Http", "Mvc", "Mvc.Filters", "Mvc.ModelBinding", "Mvc.Formatters", "Mvc.RazorPages", "Mvc.ViewComponents", "Mvc.ViewFeatures", "Mvc.ActionConstraints", "Mvc.Routing",
        "SignalR", "Diagnostics", "Authorization", "Authentication", "Routing", "RateLimiting", "Connections", "Razor.TagHelpers", "Session", "OutputCaching", "Antiforgery", "Cors.Infrastructure",
    ];

    /// <summary>What listens when the program starts, and what a client connects with: no request waits for these.</summary>
    private static readonly string[] s_factories = ["IConnectionListenerFactory", "IMultiplexedConnectionListenerFactory", "IConnectionFactory", "IMultiplexedConnectionFactory"];

    private static readonly string[] s_pageHandlers = ["OnGet", "OnPost", "OnPut", "OnDelete", "OnPatch", "OnHead", "OnOptions"];

    private readonly SourceIndex _source;
    private readonly INamedTypeSymbol? _exchange;
    private readonly INamedTypeSymbol? _controller;
    private readonly INamedTypeSymbol? _hub;
    private readonly INamedTypeSymbol? _page;

    private AspNetCoreEntries(SourceIndex source)
    {
        _source = source;
        _exchange = Type("Microsoft.AspNetCore.Http.HttpContext");
        _controller = Type("Microsoft.AspNetCore.Mvc.ControllerBase");
        _hub = Type("Microsoft.AspNetCore.SignalR.Hub");
        _page = Type("Microsoft.AspNetCore.Mvc.RazorPages.PageModel");
        IsReferenced = _exchange is not null || _controller is not null || _hub is not null || Type("Grpc.Core.ServerCallContext") is not null;
    }

    private bool IsReferenced { get; }

    /// <summary>Null: the compilation does not reference it.</summary>
    public static AspNetCoreEntries? In(SourceIndex source) => new AspNetCoreEntries(source) is { IsReferenced: true } entries ? entries : null;

    public bool IsEntry(IMethodSymbol method) =>
        method.MethodKind switch
        {
            MethodKind.Ordinary when method.ContainingType is { } type => (!method.IsStatic && (IsPublicEntry(method, type) || IsCalledByFramework(method, type))) || IsMapped(method),
            MethodKind.ExplicitInterfaceImplementation when method.ContainingType is { } type => IsCalledByFramework(method, type),
            MethodKind.LocalFunction => IsMapped(method),
            _ => false,
        };

    /// <summary>Whether a lambda is an endpoint, a filter of endpoints, or middleware.</summary>
    public bool IsEndpoint(AnonymousFunctionExpressionSyntax function, SemanticModel model, CancellationToken cancellationToken)
    {
        var type = model.GetTypeInfo(function, cancellationToken).ConvertedType;
        if (IsFrom(type?.ContainingNamespace) && type is { TypeKind: TypeKind.Delegate, Name: "RequestDelegate" or "EndpointFilterDelegate" })
        {
            return true;
        }

        return function.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument && IsMapping(call, argument, model, cancellationToken);
    }

    /// <summary>Methods that are found by their name or by being public.</summary>
    private bool IsPublicEntry(IMethodSymbol method, INamedTypeSymbol type)
    {
        if (method.DeclaredAccessibility != Accessibility.Public || method.Name is "Dispose" or "DisposeAsync" || method.IsAbstract || method.OverriddenMethod?.ContainingType.SpecialType == SpecialType.System_Object)
        {
            return false;
        }

        if (method.Name is "Invoke" or "InvokeAsync" && method.Parameters.Length > 0 && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, _exchange))
        {
            return true;
        }

        if (method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "NonActionAttribute"))
        {
            return false;
        }

        return Derives(type, _hub) || IsController(type)
            || (Derives(type, _page) && Array.Exists(s_pageHandlers, name => method.Name.StartsWith(name, StringComparison.Ordinal)));
    }

    private bool IsController(INamedTypeSymbol type) => Derives(type, _controller)
        || (_controller is not null && type.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "ApiControllerAttribute" or "ControllerAttribute" } found && IsFrom(found.ContainingNamespace)));

    /// <summary>Overrides and implementations of what ASP.NET Core declares, and services of gRPC.</summary>
    private static bool IsCalledByFramework(IMethodSymbol method, INamedTypeSymbol type)
    {
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (IsOfRequests(overridden.ContainingType))
            {
                return true;
            }
        }

        if (method.IsOverride && method.Parameters.Any(static parameter => parameter.Type is { Name: "ServerCallContext" } found && found.ToDisplayString() == "Grpc.Core.ServerCallContext"))
        {
            return true;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (IsOfRequests(implemented) && implemented.GetMembers().Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfRequests(INamedTypeSymbol? type)
    {
        if (type is null || !IsFrom(type.ContainingNamespace) || Array.IndexOf(s_factories, type.Name) >= 0)
        {
            return false;
        }

        var scope = type.ContainingNamespace.ToDisplayString();
        return scope.StartsWith(Root, StringComparison.Ordinal) && Array.IndexOf(s_requestNamespaces, scope.Substring(Root.Length)) >= 0;
    }

    /// <summary>Whether a method is given to <c>MapGet</c> or the like, somewhere in the compilation.</summary>
    private bool IsMapped(IMethodSymbol method)
    {
        foreach (var node in _source.Mapped(method.Name))
        {
            if (node.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument)
            {
                var model = _source.ModelOf(node.SyntaxTree);
                var found = model.GetSymbolInfo(node);
                var isThis = SymbolEqualityComparer.Default.Equals(found.Symbol?.OriginalDefinition, method.OriginalDefinition)
                    || found.CandidateSymbols.Any(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, method.OriginalDefinition));
                if (isThis && IsMapping(call, argument, model, default))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether an argument of a call is an endpoint or middleware: a <c>Delegate</c>, or one that takes a request.</summary>
    private bool IsMapping(InvocationExpressionSyntax call, ArgumentSyntax argument, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { ContainingNamespace: { } scope } method || !IsFrom(scope))
        {
            return false;
        }

        var index = call.ArgumentList.Arguments.IndexOf(argument);
        var parameter = argument.NameColon is { } name
            ? method.Parameters.FirstOrDefault(candidate => candidate.Name == name.Name.Identifier.ValueText)
            : method.Parameters.ElementAtOrDefault(Math.Min(index, method.Parameters.Length - 1));
        return parameter?.Type switch
        {
            { Name: "Delegate" or "RequestDelegate" } => true,
            INamedTypeSymbol { DelegateInvokeMethod.Parameters: { Length: > 0 } parameters } => SymbolEqualityComparer.Default.Equals(parameters[0].Type, _exchange)
                || parameters[0].Type.Name == "EndpointFilterInvocationContext",
            _ => false,
        };
    }

    private static bool IsFrom(INamespaceSymbol? scope)
    {
        for (var current = scope; current is { IsGlobalNamespace: false }; current = current.ContainingNamespace)
        {
            if (current is { Name: "AspNetCore", ContainingNamespace: { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    private static bool Derives(INamedTypeSymbol type, INamedTypeSymbol? from) => LifetimeTypes.DerivesFrom(type.BaseType, from);

    private INamedTypeSymbol? Type(string metadataName) => _source.Compilation.GetTypeByMetadataName(metadataName);
}
