using System.Globalization;
using Picard.Http;
using Picard.Http.Fuzz;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(FuzzArguments.Help);
    return 0;
}

FuzzArguments options;
try
{
    options = FuzzArguments.Parse(args);
}
catch (FormatException mistake)
{
    Console.Error.WriteLine($"{mistake.Message}\n{FuzzArguments.Help}");
    return 1;
}

return options.Replay is { } replay ? Replay(replay) : Run(options);

static int Replay(FuzzCase replay)
{
    Console.WriteLine(WireText.Escape(replay.Octets.Span));
    try
    {
        Console.WriteLine(new FuzzTarget().CheckAll(replay));
        Console.WriteLine("Every property holds, at every split.");
        return 0;
    }
    catch (FuzzException broken)
    {
        Console.WriteLine(broken.Message);
        return 1;
    }
}

static int Run(FuzzArguments options)
{
    const int InputsBetweenProgress = 250_000;
    var run = new FuzzRun(SeedCorpus.Read(FuzzSide.Requests), SeedCorpus.Read(FuzzSide.Responses));
    for (long done = 0; done < options.Count;)
    {
        var count = Math.Min(InputsBetweenProgress, options.Count - done);
        if (run.Check(options.Seed, options.First + done, count) is { } failure)
        {
            Console.WriteLine(failure);
            return 1;
        }

        done += count;
        Say($"{done:N0} inputs, {run.Octets / (1024.0 * 1024):N0} MiB, {run.Elapsed.TotalSeconds:N1} s, {done / run.Elapsed.TotalSeconds:N0} inputs/s");
    }

    Say($"accepted messages {run.Target.AcceptedMessages:N0}; inputs without a violation {run.Target.RefusedInputs[0]:N0}; refused:");
    foreach (var reason in Enum.GetValues<ViolationReason>().Where(reason => reason != ViolationReason.None))
    {
        Say($"  {reason,-36}{run.Target.RefusedInputs[(int)reason],12:N0}");
    }

    return 0;
}

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
