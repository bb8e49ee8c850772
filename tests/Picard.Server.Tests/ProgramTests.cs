using Picard.Gen;

namespace Picard.Server.Tests;

/// <summary>What a program that cannot start says.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Option_ThatIsWrong_IsOneLineAndExitCodeOne()
    {
        using var errors = new StringWriter();
        var program = new ServerProgram(TextWriter.Null, errors, urlsOfEnvironment: null);
        var options = new ServerOptions { HeadTimeout = TimeSpan.Zero };
        Assert.Equal(1, await program.RunAsync([], options.Validate, static _ => throw new InvalidOperationException("A server is made of valid options only."), CancellationToken.None));
        Assert.Equal("HeadTimeout is 00:00:00: it must be more than zero and at most one day." + Environment.NewLine, errors.ToString());
    }

    [Fact] // README "When something goes wrong"
    public async Task MissingService_IsOneLineAndExitCodeOne()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var program = new ServerProgram(output, errors, urlsOfEnvironment: null);
        var exitCode = await program.RunAsync([], static () => { }, static _ => throw Missing(), CancellationToken.None);
        Assert.Equal((1, ""), (exitCode, output.ToString()));
        Assert.Contains("'Users' needs the service 'System.Version'", Assert.Single(errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact] // What the user's code throws is a defect, whose stack shows where.
    public async Task ExceptionOfTheUsersCode_IsNotHidden()
    {
        var program = new ServerProgram(TextWriter.Null, TextWriter.Null, urlsOfEnvironment: null);
        await Assert.ThrowsAsync<InvalidOperationException>(() => program.RunAsync([], static () => { }, static _ => throw new InvalidOperationException("of the user"), CancellationToken.None));
    }

    private static InvalidOperationException Missing() => Assert.ThrowsAny<InvalidOperationException>(static () => new ApplicationServices(null).Required<Version>("Users"));
}
