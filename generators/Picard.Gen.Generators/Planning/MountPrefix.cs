namespace Picard.Gen.Generators;

/// <summary>The prefix of a mount: literal segments.</summary>
/// <remarks>Pure, and shared by the generator and the analyzers.</remarks>
internal static class MountPrefix
{
    /// <summary>Reads a prefix.</summary>
    /// <param name="text">The prefix as the user wrote it; null if it is no literal.</param>
    /// <param name="prefix">Without a slash at its end, but for the root.</param>
    /// <returns>False: it is none.</returns>
    public static bool TryRead(string? text, out string prefix)
    {
        prefix = "";
        if (text is null || WhyNot(text) is not null)
        {
            return false;
        }

        prefix = text.Length == 1 ? text : text.TrimEnd('/');
        return true;
    }

    /// <summary>What keeps a text from being a prefix, and where; null: nothing.</summary>
    public static RoutePatternError? WhyNot(string text)
    {
        if (!RoutePattern.TryParse(text, out var pattern, out var error))
        {
            return error;
        }

        var parameter = pattern!.Segments.FirstOrDefault(static s => s.IsParameter);
        return parameter is null ? null : new RoutePatternError($"has the parameter '{parameter.Text}'", text.IndexOf('{'), text.IndexOf('}') + 1 - text.IndexOf('{'));
    }

    /// <summary>A pattern behind a prefix.</summary>
    /// <param name="prefix">What <see cref="TryRead"/> returned, or several of them.</param>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The whole; null if it has too many segments.</returns>
    public static RoutePattern? Before(string prefix, RoutePattern pattern)
    {
        var start = prefix.TrimEnd('/');
        var text = start.Length == 0 ? pattern.Text : start + (pattern.Text == "/" ? "" : pattern.Text);
        return RoutePattern.TryParse(text, out var whole, out _) ? whole : null;
    }
}
