using System.Globalization;

namespace Picard.Http.Fuzz;

/// <summary>The command line.</summary>
internal sealed class FuzzArguments
{
    public const string Help = """
        Mutates HTTP/1.1 messages and checks that Picard.Http keeps its promises for each: it never throws, says the same however the octets
        are split, consumes no more than there is, keeps within its limits, is silent after a violation, and reads back what it writes.

          --count N        inputs, 10000000 for a whole run               [1000000]
          --seed N         which inputs; each seed names the same for ever [1]
          --first N        begin with this input of the seed               [0]
          --replay CASE    one case, as a failed run printed it, at every split
        Exit code 1 if a property does not hold.
        """;

    public long Count { get; private set; } = 1_000_000;

    public ulong Seed { get; private set; } = 1;

    public long First { get; private set; }

    public FuzzCase? Replay { get; private set; }

    /// <exception cref="FormatException">An option is unknown or its value is wrong.</exception>
    public static FuzzArguments Parse(ReadOnlySpan<string> arguments)
    {
        var parsed = new FuzzArguments();
        for (var index = 0; index < arguments.Length; index += 2)
        {
            if (index + 1 == arguments.Length)
            {
                throw new FormatException($"{arguments[index]} needs a value.");
            }

            parsed.Set(arguments[index], arguments[index + 1]);
        }

        return parsed;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--count": Count = long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture); break;
            case "--seed": Seed = ulong.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture); break;
            case "--first": First = long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture); break;
            case "--replay": Replay = FuzzCase.Parse(value); break;
            default: throw new FormatException($"There is no option {name}.");
        }
    }
}
