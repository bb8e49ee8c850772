using Picard.Gen.Generators.Tests.CompiledHandlers;

namespace Picard.Gen.Generators.Tests;

/// <summary>Files as results of methods. What is sent of them is shown where there is a server.</summary>
public sealed class FileTests
{
    private readonly ExchangeHarness _harness = ExchangeHarness.For<FileApplication>();

    [Theory]
    [InlineData("/plain")]
    [InlineData("/task?found=true")]
    [InlineData("/value-task")]
    [InlineData("/union?found=true")]
    [InlineData("/union/task")]
    public void File_HoweverItIsReturned_IsTheContent(string target)
    {
        File.WriteAllText(Files.Path, "content");
        var response = _harness.Send($"GET {target}", "", "Range: bytes=1-3");
        Assert.Equal((206, "ont"), (response.Status, response.Content));
        Assert.Equal("text/css", response["Content-Type"]);
    }

    [Theory]
    [InlineData("/none")]
    [InlineData("/task?found=false")]
    [InlineData("/union?found=false")]
    public void NoFile_Is404(string target) => Assert.Equal(404, _harness.Send($"GET {target}").Status);

    [Theory]
    [InlineData("/typed", "text/csv")]
    [InlineData("/named", "text/plain")]
    public void ContentType_OfTheFile_GoesBeforeThatOfTheMethod_AndThatBeforeItsName(string target, string expected)
    {
        File.WriteAllText(Files.Path, "content");
        Assert.Equal(expected, _harness.Send($"HEAD {target}")["Content-Type"]);
    }
}
