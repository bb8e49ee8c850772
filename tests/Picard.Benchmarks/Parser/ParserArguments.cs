using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>The command line of <c>parser</c>.</summary>
internal sealed class ParserArguments
{
    public const string Help = """
        parser: nanoseconds and octets allocated per request head, our HeadParser against Kestrel's HttpParser on the same octets in the same run
          --rounds N         rounds of A B B A for each head                                               [25]
          --milliseconds N   one timing of one parser                                                      [20]
          --segments N       the head lies in N segments of memory                                         [1]
          --json FILE        write the figures there as well
        """;

    public int Rounds { get; private set; } = 25;

    public int Milliseconds { get; private set; } = 20;

    public int Segments { get; private set; } = 1;

    public string? JsonFile { get; private set; }

    public static ParserArguments Parse(ReadOnlySpan<string> arguments)
    {
        var parsed = new ParserArguments();
        for (var index = 0; index < arguments.Length; index += 2)
        {
            if (index + 1 == arguments.Length)
            {
                throw new UsageException($"{arguments[index]} needs a value.\n{Help}");
            }

            parsed.Set(arguments[index], arguments[index + 1]);
        }

        return parsed;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--rounds": Rounds = Number(name, value); break;
            case "--milliseconds": Milliseconds = Number(name, value); break;
            case "--segments": Segments = Number(name, value); break;
            case "--json": JsonFile = value; break;
            default: throw new UsageException($"There is no option {name}.\n{Help}");
        }
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new UsageException($"{name} needs a number above 0, not '{value}'.");
}
