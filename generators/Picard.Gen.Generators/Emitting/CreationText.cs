namespace Picard.Gen.Generators;

/// <summary>
/// How an application reaches the endpoints of a handler. A handler that is private inside another class cannot be named from outside, so each
/// class around it passes the call on.
/// </summary>
internal static class CreationText
{
    /// <summary>The expression that creates the endpoints, without its argument list.</summary>
    public static string ExpressionFor(PartModel part)
    {
        var types = part.Scope.Types;
        var path = part.Scope.Namespace.Length == 0 ? "global::" : $"global::{part.Scope.Namespace}.";
        for (var i = 0; i < types.Count; i++)
        {
            path += types[i].Name;
            if (IsHiddenInside(part, i))
            {
                return $"{path}.{Bridge(part, i)}";
            }

            path += ".";
        }

        return $"{path}{part.Name}.{KnownNames.EndpointsClass}.Create";
    }

    /// <summary>Whether the way from a containing type to the handler passes something private.</summary>
    public static bool IsHiddenInside(PartModel part, int containingType) =>
        part.IsHidden || part.Scope.Types.Skip(containingType + 1).Any(static t => t.IsHidden);

    /// <summary>The method of a containing type that passes the call on.</summary>
    public static string Bridge(PartModel part, int containingType) =>
        $"Create{string.Concat(part.Scope.Types.Skip(containingType + 1).Select(static t => t.Name))}{part.Name}Endpoints";
}
