namespace Picard.Gen.Generators;

/// <summary>The prefix of a mount: literal segments.</summary>
internal static class MountPrefix
{
    /// <summary>Reads a prefix.</summary>
    /// <param name="text">The prefix as the user wrote it; null if it is no literal.</param>
    /// <param name="prefix">Without a slash at its end, but for the root.</param>
    /// <returns>False: it is none.</returns>
    public static bool TryRead(string? text, out string prefix)
    {
        prefix = "";
        if (text is null || !RoutePattern.TryParse(text, out var pattern, out _))
        {
            return false;
        }

        foreach (var segment in pattern!.Segments)
        {
            if (segment.IsParameter)
            {
                return false;
            }
        }

        prefix = text.Length == 1 ? text : text.TrimEnd('/');
        return true;
    }
}
