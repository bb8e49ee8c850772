namespace Picard.Gen.Generators;

/// <summary>The route of an event handler: <c>POST /echo</c>, or <c>* /any</c> for every request method that routes can have.</summary>
/// <remarks>Pure, and shared by the generator and the analyzers.</remarks>
internal sealed class EventRoute
{
    private static readonly (RouteMethod Method, string Token)[] s_all =
        [.. Enum.GetValues(typeof(RouteMethod)).Cast<RouteMethod>().Select(static m => (m, m.ToString().ToUpperInvariant()))];

    private EventRoute(IReadOnlyList<RouteMethod> methods, RoutePattern pattern)
    {
        Methods = methods;
        Pattern = pattern;
    }

    public IReadOnlyList<RouteMethod> Methods { get; }

    public RoutePattern Pattern { get; }

    /// <summary>Parses a route.</summary>
    /// <param name="text">The argument of [Handler].</param>
    /// <param name="route">The route, or null.</param>
    /// <param name="error">What is wrong with it, if it is none.</param>
    public static bool TryParse(string text, out EventRoute? route, out RoutePatternError? error)
    {
        route = null;
        error = null;
        var space = text.IndexOf(' ');
        if (space <= 0)
        {
            error = new RoutePatternError("is no request method and path, such as 'GET /users'", 0, text.Length);
            return false;
        }

        var method = text.Substring(0, space);
        var methods = s_all.Where(m => method == "*" || m.Token == method).Select(static m => m.Method).ToList();
        if (methods.Count == 0)
        {
            error = new RoutePatternError($"begins with '{method}', which is none of {string.Join(", ", s_all.Select(static m => m.Token))} and *", 0, space);
            return false;
        }

        if (!RoutePattern.TryParse(text.Substring(space + 1), out var pattern, out var wrong))
        {
            error = new RoutePatternError(wrong!.Message, wrong.Start + space + 1, wrong.Length);
            return false;
        }

        route = new EventRoute(methods, pattern!);
        return true;
    }
}
