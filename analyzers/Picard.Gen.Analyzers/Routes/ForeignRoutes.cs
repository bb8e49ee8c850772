using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>The routes of applications of other assemblies: what the generator wrote of them beside the emitted code.</summary>
internal static class ForeignRoutes
{
    // An assembly that is referenced stays the same object from edit to edit.
    private static readonly ConditionalWeakTable<IAssemblySymbol, IReadOnlyList<ForeignRoute>> s_cache = new();

    /// <summary>The routes of an application, without what it mounts.</summary>
    public static IEnumerable<ForeignRoute> Of(INamedTypeSymbol application, KnownSymbols known)
    {
        // Race: two threads may read one assembly at once; both results are equal, and either may be kept.
        var all = s_cache.GetValue(application.ContainingAssembly, assembly => [.. Read(assembly.GlobalNamespace, known)]);
        foreach (var route in all)
        {
            if (route.Application is null || route.Application == application.Name)
            {
                yield return route;
            }
        }

        if (KnownSymbols.Find(application, known.OpenApi) is { } description
            && DocumentPath.WhyNot(description.NamedArguments.FirstOrDefault(static a => a.Key == "Path").Value.Value as string ?? DocumentPath.Default, out var path) is null)
        {
            yield return new ForeignRoute(application.Name, $"[OpenApi] of {Names.Of(application)}", [RouteMethod.Get], path);
        }
    }

    private static IEnumerable<ForeignRoute> Read(INamespaceOrTypeSymbol container, KnownSymbols known)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamespaceSymbol inner)
            {
                foreach (var route in Read(inner, known))
                {
                    yield return route;
                }
            }
            else if (member is INamedTypeSymbol type)
            {
                // Emitted classes are nested in their handlers.
                foreach (var route in type.GetTypeMembers().IsEmpty ? [] : type.GetTypeMembers("PicardEndpoints").SelectMany(static t => t.GetAttributes()).Select(a => RouteOf(a, known)).OfType<ForeignRoute>())
                {
                    yield return route;
                }

                foreach (var route in type.GetTypeMembers().IsEmpty ? [] : Read(type, known))
                {
                    yield return route;
                }
            }
        }
    }

    private static ForeignRoute? RouteOf(AttributeData attribute, KnownSymbols known)
    {
        if (!SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, known.EndpointRoute)
            || attribute.ConstructorArguments is not { Length: 2 } arguments
            || arguments[0].Value is not string endpoint)
        {
            return null;
        }

        var application = attribute.NamedArguments.FirstOrDefault(static a => a.Key == "Application").Value.Value as string;
        if (arguments[1].Value is not string text)
        {
            return new ForeignRoute(application, endpoint, [], null);
        }

        // The pattern may have spaces in its regular expressions, and begins with the first slash.
        var slash = text.IndexOf('/');
        return slash > 0 && RoutePattern.TryParse(text.Substring(slash), out var pattern, out _)
            ? new ForeignRoute(application, endpoint, [.. text.Substring(0, slash).Split(',').Select(static m => m.Trim()).SelectMany(MethodOf)], pattern)
            : null;
    }

    private static IEnumerable<RouteMethod> MethodOf(string token) => Enum.TryParse<RouteMethod>(token, ignoreCase: true, out var method) ? [method] : [];
}

/// <summary>A route of another assembly.</summary>
/// <param name="Application">The application that its handler chose; null: every one of the assembly.</param>
/// <param name="Endpoint">The handler and its method, as people say it.</param>
/// <param name="Methods">The request methods; none: it is the fallback.</param>
/// <param name="Pattern">The pattern; null: it is the fallback.</param>
internal sealed record ForeignRoute(string? Application, string Endpoint, IReadOnlyList<RouteMethod> Methods, RoutePattern? Pattern);
