namespace Picard.Gen.Generators;

/// <summary>Names as <c>JsonNamingPolicy.CamelCase</c> makes them.</summary>
internal static class CamelCase
{
    /// <summary>Lowers the first letter, and of a run of capitals all but the one that begins the next word: <c>URLValue</c> is <c>urlValue</c>.</summary>
    public static string Of(string name)
    {
        var chars = name.ToCharArray();
        for (var i = 0; i < chars.Length; i++)
        {
            if (i <= 1 && !char.IsUpper(chars[i]))
            {
                break;
            }

            if (i > 0 && i + 1 < chars.Length && !char.IsUpper(chars[i + 1]))
            {
                if (chars[i + 1] == ' ')
                {
                    chars[i] = char.ToLowerInvariant(chars[i]);
                }

                break;
            }

            chars[i] = char.ToLowerInvariant(chars[i]);
        }

        return new string(chars);
    }
}
