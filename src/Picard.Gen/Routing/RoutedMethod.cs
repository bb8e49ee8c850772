namespace Picard.Gen;

/// <summary>Which of the methods that routes can have a request method is.</summary>
internal static class RoutedMethod
{
    /// <summary>The flag of a method; none for one that no route can have.</summary>
    public static RouteMethods Of(Method method) =>
        method == Method.Get ? RouteMethods.Get
        : method == Method.Post ? RouteMethods.Post
        : method == Method.Head ? RouteMethods.Head
        : method == Method.Put ? RouteMethods.Put
        : method == Method.Delete ? RouteMethods.Delete
        : method == Method.Patch ? RouteMethods.Patch
        : method == Method.Options ? RouteMethods.Options
        : RouteMethods.None;
}
