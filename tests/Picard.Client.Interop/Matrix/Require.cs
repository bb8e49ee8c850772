namespace Picard.Client.Interop;

/// <summary>What a check expects.</summary>
internal static class Require
{
    /// <exception cref="InvalidDataException">It is not so.</exception>
    public static void That(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidDataException(otherwise);
        }
    }

    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void Equal<T>(T expected, T received, string what) =>
        That(EqualityComparer<T>.Default.Equals(expected, received), $"{what} is {received}, not {expected}");
}
