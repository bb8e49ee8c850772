using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.CodeAnalysis.Emit;

namespace Picard.Gen.Generators.Tests;

/// <summary>A debugger that steps into the emitted code stops at its lines, and the next step is in the user's method.</summary>
public sealed class SteppingTests
{
    private const string Program = """
        using Picard;

        [Application]
        public partial class App;

        [Handler]
        public partial class Hello
        {
            [Get("/hello/{name}")]
            private string Greet(string name) => $"Hello, {name}!";
        }
        """;

    [Fact]
    public void EmittedEndpoint_HasALineForTheCallOfTheUsersMethod()
    {
        var run = GeneratorRun.Over(Program);
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = run.Output.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        symbols.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(symbols);
        var reader = provider.GetMetadataReader();
        var lines = run.File("Hello.g.cs").Split('\n');
        var stops = reader.MethodDebugInformation
            .SelectMany(method => reader.GetMethodDebugInformation(method).GetSequencePoints())
            .Where(point => !point.IsHidden && DocumentOf(reader, point).EndsWith("Hello.g.cs", StringComparison.Ordinal))
            .Select(point => lines[point.StartLine - 1]);
        Assert.Contains(stops, line => line.Contains("_handler.Greet(name)", StringComparison.Ordinal));
    }

    [Fact]
    public void EmittedCode_IsNotHiddenFromDebuggers()
    {
        foreach (var file in GeneratorRun.Over(Program).Result.Results.Single().GeneratedSources)
        {
            var text = file.SourceText.ToString();
            Assert.DoesNotContain("Debugger", text, StringComparison.Ordinal); // DebuggerStepThrough, DebuggerNonUserCode, DebuggerHidden
            Assert.DoesNotContain("#line", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Hello.g.cs", "GET /hello/{name}  by Greet(string name)")]
    [InlineData("App.Routes.g.cs", "/hello")]
    public void EmittedFile_BeginsWithItsRoutes(string hintName, string route)
    {
        var header = GeneratorRun.Over(Program).File(hintName).Split('\n').TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal));
        Assert.Contains(header, line => line.Contains(route, StringComparison.Ordinal));
    }

    private static string DocumentOf(MetadataReader reader, in SequencePoint point) => reader.GetString(reader.GetDocument(point.Document).Name);
}
