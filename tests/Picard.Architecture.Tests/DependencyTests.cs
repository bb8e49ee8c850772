using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Picard.Architecture.Tests;

/// <summary>The arrows between the assemblies, as DependencyRules.txt draws them.</summary>
public sealed class DependencyTests
{
    private static readonly DependencyRules s_rules = DependencyRules.Parse(File.ReadAllLines(Repository.PathOf("tests/Picard.Architecture.Tests/DependencyRules.txt")));

    public static TheoryData<string> Projects => [.. Repository.Files(".csproj").Where(path => s_rules.Governs(path))];

    [Fact]
    public void EveryShippedProject_HasARule()
    {
        var shipped = Repository.Files(".csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal) || path.StartsWith("generators/", StringComparison.Ordinal) || path.StartsWith("analyzers/", StringComparison.Ordinal));
        Assert.Equal(["analyzers/Picard.Gen.Analyzers.Package/Picard.Gen.Analyzers.Package.csproj", "src/Picard.Package/Picard.Package.csproj"], shipped.Where(path => !s_rules.Governs(path)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesWhatItsRuleSays(string path) => Assert.Equal(s_rules.Direct(path), ProjectReferences(path).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_KnowsNoMoreThanItsRuleSays(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        Assert.Empty(AssemblyReferences(name).Where(reference => reference.StartsWith("Picard.", StringComparison.Ordinal)).Except(s_rules.Closure(path)));
    }

    // Picard.Http is the sans-I/O core: what it cannot name it cannot wait for.
    [Theory]
    [InlineData("Picard.Http", "System.Net.Sockets")]
    [InlineData("Picard.Http", "System.Threading.ThreadPool")]
    [InlineData("Picard.Http", "System.Net.Security")]
    [InlineData("Picard.Http", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Picard.Transport", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Picard.Gen", "System.Net.Sockets")]
    public void Assembly_DoesNotKnow(string assembly, string banned) => Assert.DoesNotContain(banned, AssemblyReferences(assembly));

    [Theory]
    [InlineData("Picard.Gen.Generators")]
    [InlineData("Picard.Gen.Analyzers")]
    public void CompilerExtension_KnowsRoslynOnly(string assembly) =>
        Assert.All(AssemblyReferences(assembly), reference => Assert.True(
            reference is "netstandard" or "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp" || reference.StartsWith("System.", StringComparison.Ordinal), reference));

    [Fact]
    public void Sample_SeesThePublicApiOnly()
    {
        var samples = Repository.Files(".csproj").Where(path => path.StartsWith("samples/", StringComparison.Ordinal)).Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet();
        var friends = Repository.Files(".csproj", ".props").SelectMany(path => Items(path, "InternalsVisibleTo"));
        Assert.DoesNotContain(friends, samples.Contains);
    }

    [Fact]
    public void ShippedCode_IsNotOpenedToStrangers() =>
        Assert.All(Repository.Files(".csproj").SelectMany(path => Items(path, "InternalsVisibleTo")), name => Assert.StartsWith("Picard.", name, StringComparison.Ordinal));

    [Fact]
    public void Documentation_IsNotSwitchedOff() =>
        Assert.All(
            Repository.Files(".csproj", ".props", ".cs").Where(path => !path.StartsWith("tests/", StringComparison.Ordinal)),
            path => Assert.DoesNotContain("CS1591", File.ReadAllText(Repository.PathOf(path)), StringComparison.Ordinal));

    [Fact]
    public void Rules_RefuseAnUpwardArrow()
    {
        var rules = DependencyRules.Parse(["src/A -> nothing", "src/B -> A", "src/C -> B"]);
        Assert.Equal(["A", "B"], rules.Closure("src/C/C.csproj").Order(StringComparer.Ordinal));
        Assert.Empty(rules.Closure("src/A/A.csproj"));
        Assert.False(rules.Governs("src/D/D.csproj"));
    }

    /// <summary>The projects whose assemblies a project knows; one that only runs in its compiler is none of them.</summary>
    private static IEnumerable<string> ProjectReferences(string path) => Elements(path, "ProjectReference")
        .Where(static item => (string?)item.Attribute("ReferenceOutputAssembly") != "false")
        .Select(static item => Path.GetFileNameWithoutExtension((string?)item.Attribute("Include")))
        .OfType<string>();

    private static IEnumerable<string> Items(string path, string kind) => Elements(path, kind).Select(item => (string?)item.Attribute("Include")).OfType<string>();

    private static IEnumerable<XElement> Elements(string path, string kind) => XDocument.Load(Repository.PathOf(path)).Descendants(kind);

    private static IReadOnlyList<string> AssemblyReferences(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
