using Microsoft.CodeAnalysis.CSharp.Syntax;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>One declaration of a type that is marked, or whose methods are.</summary>
/// <param name="MetadataName">The type's full name, as the compilation finds it.</param>
/// <param name="IsHandler">Whether this declaration is marked <c>[Handler]</c> or <c>[Proxy]</c>.</param>
/// <param name="IsApplication">Whether this declaration is marked <c>[Application]</c>.</param>
/// <param name="Routes">Its methods' routes, in the order of the text.</param>
/// <param name="HasMounts">Whether it takes the routes of other applications in.</param>
/// <param name="Document">Where its <c>[OpenApi]</c> is served; null: it has none, or one without a valid path.</param>
internal sealed record TypeRoutes(string MetadataName, bool IsHandler, bool IsApplication, bool HasMounts, IReadOnlyList<RouteSyntax> Routes, RouteSyntax? Document)
{
    /// <summary>Whether this declaration is marked <c>[Proxy]</c>.</summary>
    public bool IsProxy { get; init; }
}

/// <summary>One route attribute with a valid pattern, or a <c>[Fallback]</c>.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Member">The name of the method that has it, or <see cref="RequestEvent"/>; empty: the type itself has it.</param>
/// <param name="Method">The request method; null: the fallback.</param>
/// <param name="Pattern">The pattern; null: the fallback.</param>
internal sealed record RouteSyntax(AttributeSyntax Attribute, string Member, RouteMethod? Method, RoutePattern? Pattern)
{
    /// <summary>Stands for the request event of an event handler, which has its route on the class.</summary>
    public const string RequestEvent = "[OnRequest]";

    /// <summary>Stands for a proxy, which has its route on the class and need not have a method.</summary>
    public const string Proxy = "[Proxy]";
}
