namespace Picard;

/// <summary>Checks options when they are first used, which is at start. What is wrong is an <see cref="OptionException"/> that names the option.</summary>
internal static class OptionCheck
{
    public static void NotNull(object? value, string option)
    {
        if (value is null)
        {
            throw Wrong(option, "null: it must be set");
        }
    }

    public static void Defined<T>(T value, string option)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw Wrong(option, $"{value}, which is none of its values");
        }
    }

    public static void Between(long value, long least, long most, string option)
    {
        if (value < least || value > most)
        {
            throw Wrong(option, $"{value}: it must be from {least} to {most}");
        }
    }

    public static void Between(TimeSpan value, TimeSpan least, TimeSpan most, string option)
    {
        if (value < least || value > most)
        {
            throw Wrong(option, $"{value}: it must be from {least} to {most}");
        }
    }

    /// <summary>The exception for an option.</summary>
    /// <param name="option">Its name, with that of the options.</param>
    /// <param name="what">What it is, and should be: the end of a sentence that begins with "is".</param>
    public static OptionException Wrong(string option, string what) => new($"{option} is {what}.");
}
