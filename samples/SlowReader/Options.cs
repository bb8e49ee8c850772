using System.Globalization;

/// <summary>How many clients there are, and for how long they are watched.</summary>
internal sealed record Options(int Readers, int Seconds)
{
    public const string Usage = "usage: SlowReader [--readers N] [--seconds N] | --serve URL";

    /// <summary>Where only our server listens, for clients of somebody else's; null: it is all shown here.</summary>
    public string? ServeUrl { get; private init; }

    public static bool TryParse(string[] args, out Options options)
    {
        options = new Options(Readers: 200, Seconds: 6);
        if (args is ["--serve", var url])
        {
            options = options with { ServeUrl = url };
            return true;
        }

        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 10_000)
            {
                return false;
            }

            switch (args[i])
            {
                case "--readers":
                    options = options with { Readers = number };
                    break;
                case "--seconds":
                    options = options with { Seconds = number };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
