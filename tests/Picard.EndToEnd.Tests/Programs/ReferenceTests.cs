using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Picard.EndToEnd.Tests.Programs;

/// <summary>What <c>dotnet build</c> says of a handler that calls a library of another project, which blocks two calls deep.</summary>
public sealed class ReferenceTests : IDisposable
{
    private const string Program = """
        using Picard;

        await PicardServer.RunAsync<App>(args);

        [Application] public partial class App;

        [Handler]
        public partial class Orders
        {
            [Get("/orders/{number}")]
            private static string Get(int number) => Library.Catalogue.Find(number);
        }
        """;

    private const string Blocking = """
        namespace Library;

        public static class Catalogue
        {
            public static string Find(int number) => Shelf.Load($"{number}.txt");
        }

        internal static class Shelf
        {
            public static string Load(string path) => System.IO.File.ReadAllText(path);
        }
        """;

    private const string Harmless = """
        namespace Library;

        public static class Catalogue
        {
            public static string Find(int number) => $"order {number}";
        }
        """;

    private const string Message =
        "error PIC1003: 'Orders.Get' blocks: Orders.Get calls Catalogue.Find → Shelf.Load → File.ReadAllText, which holds up every connection of its event loop";

    private readonly string _root = Directory.CreateTempSubdirectory("picard-references-").FullName;

    private string Effects => Path.Combine(_root, "Orders", "obj", "Debug", "net10.0", "picard.effects");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Handler_ThatCallsAnAssemblyThatBlocks_DoesNotBuild()
    {
        await WriteLibraryAsync(Blocking);
        Assert.Equal(0, (await UserProject.BuildAsync(Folder("Library"))).ExitCode);
        await WriteProgramAsync($"""<Reference Include="{LibraryAssembly}" />""");

        var (exitCode, output) = await UserProject.BuildAsync(Folder("Orders"));

        Assert.Equal(1, exitCode);
        Assert.Contains($"Program.cs(11,46): {Message}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_ThatCallsAPackageThatBlocks_DoesNotBuild()
    {
        await WriteLibraryAsync(Blocking);
        Assert.Equal(0, (await UserProject.BuildAsync(Folder("Library"), "-p:GeneratePackageOnBuild=true", $"-p:PackageOutputPath={Folder("Packages")}")).ExitCode);
        await WriteProgramAsync("""<PackageReference Include="Library" Version="1.0.0" />""");

        // A folder for this test alone: what is restored must not outlive it.
        var (exitCode, output) = await UserProject.BuildAsync(Folder("Orders"), $"-p:RestoreSources={Folder("Packages")}", $"-p:RestorePackagesPath={Folder("Restored")}");

        Assert.Equal(1, exitCode);
        Assert.Contains(Message, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AssemblyWhoseCodeIsBroken_FailsNoBuild()
    {
        await WriteLibraryAsync(Blocking);
        Assert.Equal(0, (await UserProject.BuildAsync(Folder("Library"))).ExitCode);
        await BreakCodeAsync(LibraryAssembly);
        await WriteProgramAsync($"""<Reference Include="{LibraryAssembly}" />""");

        var (exitCode, output) = await UserProject.BuildAsync(Folder("Orders"), "-warnaserror");

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task References_AreScannedAgainOnlyOnceTheyChange()
    {
        await WriteLibraryAsync(Harmless);
        await WriteProgramAsync("""<ProjectReference Include="../Library/Library.csproj" />""");
        var orders = Folder("Orders");
        var (exitCode, output) = await UserProject.BuildAsync(orders);
        Assert.True(exitCode == 0, output);
        var scanned = File.GetLastWriteTimeUtc(Effects);

        Assert.Equal(0, (await UserProject.BuildAsync(orders)).ExitCode);
        Assert.Equal(scanned, File.GetLastWriteTimeUtc(Effects));

        await WriteLibraryAsync(Blocking);
        (exitCode, output) = await UserProject.BuildAsync(orders);
        Assert.Equal(1, exitCode);
        Assert.Contains(Message, output, StringComparison.Ordinal);
        Assert.NotEqual(scanned, File.GetLastWriteTimeUtc(Effects));

        scanned = File.GetLastWriteTimeUtc(Effects);
        Assert.Equal(1, (await UserProject.BuildAsync(orders)).ExitCode);
        Assert.Equal(scanned, File.GetLastWriteTimeUtc(Effects));
    }

    private string LibraryAssembly => Path.Combine(_root, "Library", "bin", "Debug", "net10.0", "Library.dll");

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    /// <summary>Overwrites all instructions, and leaves what a compiler reads.</summary>
    private static async Task BreakCodeAsync(string assembly)
    {
        var octets = await File.ReadAllBytesAsync(assembly);
        using (var file = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray((byte[])octets.Clone())))
        {
            var reader = file.GetMetadataReader();
            foreach (var address in reader.MethodDefinitions.Select(handle => reader.GetMethodDefinition(handle).RelativeVirtualAddress).Where(static address => address != 0))
            {
                var section = file.PEHeaders.SectionHeaders[file.PEHeaders.GetContainingSectionIndex(address)];
                var start = address - section.VirtualAddress + section.PointerToRawData;
                octets.AsSpan(start, file.GetMethodBody(address).Size).Fill(0xFF);
            }
        }

        await File.WriteAllBytesAsync(assembly, octets);
    }

    private async Task WriteProgramAsync(string references)
    {
        await UserProject.WriteAsync(Folder("Orders"), "Orders", references, "Picard.Gen.Generators", "Picard.Gen.Analyzers");
        await File.WriteAllTextAsync(Path.Combine(Folder("Orders"), "Program.cs"), Program);
    }

    private async Task WriteLibraryAsync(string source)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder("Library"), "Library.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(Folder("Library"), "Catalogue.cs"), source);
    }
}
