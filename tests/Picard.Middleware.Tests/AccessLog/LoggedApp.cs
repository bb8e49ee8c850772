namespace Picard.Middleware.Tests;

[Application, Use<AccessLog>]
public partial class LoggedApp;

[Handler(Application = typeof(LoggedApp))]
public partial class LoggedPages(LoggedSteps steps)
{
    private static readonly string s_hello = new("Hello, World!");

    [Get("/hello")] private static string Hello() => s_hello;
    [Get("/moved")] private static Redirect Move() => Redirect.Found("/hello");
    [Get("/fails")] private static string Fail() => throw new InvalidTimeZoneException("broken");
    [Post("/small"), MaxContent(4)] private static string Small(ReadOnlyMemory<byte> content) => $"{content.Length}";

    [Get("/stream")]
    private static async ValueTask Stream(ContentWriter content)
    {
        content.Write("one"u8);
        await content.FlushAsync();
        content.Write("three"u8);
    }

    [Get("/waits")]
    private async ValueTask Wait(ContentWriter content, CancellationToken aborted)
    {
        content.Write("begun"u8);
        await content.FlushAsync();
        await steps.Until.Task.WaitAsync(aborted);
    }

    [Get("/breaks-off")]
    private static async ValueTask BreakOff(ContentWriter content)
    {
        content.Write("begun"u8);
        await content.FlushAsync();
        throw new InvalidTimeZoneException("broken");
    }
}

/// <summary>What a test has in hand of <see cref="LoggedPages"/>.</summary>
public sealed class LoggedSteps
{
    public TaskCompletionSource Until { get; } = new();
}
