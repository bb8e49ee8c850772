// A client in two shapes: one URL many times, with a table of how that went; or lines of requests in, lines of JSON out.
Options options;
try
{
    options = Options.Parse(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

return options.ReadsStandardInput ? await Lines.RunAsync(stop.Token) : await Load.RunAsync(options, stop.Token);
